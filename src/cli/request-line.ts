import { styleText } from 'node:util';
import type { CallerProcess, ImdsEvent } from '#model';

type Stream = NonNullable<NonNullable<Parameters<typeof styleText>[2]>['stream']>;

/** A request as a line for people: time, instance, version, status, method and path, the faults that hit it, who asked. In color where `stream` shows it. */
export function requestLine(event: ImdsEvent, stream: Stream): string {
  const paint = (color: Parameters<typeof styleText>[0], text: string): string => styleText(color, text, { stream });
  const { timeMs, instanceId = 'nobody', version, method, path, refusal, credentials, faults = [] } = event;
  const about = [
    paint('dim', new Date(timeMs).toISOString().slice(11, 23)),
    instanceId.padEnd(19),
    version === 1 ? paint('yellow', 'v1') : paint('green', 'v2'),
    paintStatus(event, paint),
    printable(`${method} ${path}`),
    ...(refusal === undefined ? [] : [paint('red', refusal)]),
    ...(credentials ? [paint('magenta', 'credentials')] : []),
    ...faults.map((id) => paint('cyan', id)),
    paint('dim', caller(event)),
  ];
  return about.join('  ').trimEnd();
}

function paintStatus(
  { status }: ImdsEvent,
  paint: (color: 'green' | 'red' | 'yellow', text: string) => string,
): string {
  const text = status === 0 ? '---' : String(status);
  return paint(status >= 200 && status < 300 ? 'green' : status === 404 ? 'yellow' : 'red', text);
}

function caller({ process, peerAddress, peerPort, userAgent }: ImdsEvent): string {
  const address = peerPort === 0 ? peerAddress : `${peerAddress}:${peerPort}`;
  const who = process === undefined || process === 'unknown' ? userAgent : processText(process);
  return printable([address, who].filter((text) => text !== '').join(' '));
}

function processText({ pid, executable, commandLine, systemdUnit, container }: CallerProcess): string {
  const where = container?.name ?? container?.image ?? container?.id.slice(0, 12) ?? systemdUnit;
  return `${commandLine === '' ? (executable ?? '') : commandLine} (${pid}${where === undefined ? '' : ` in ${where}`})`;
}

/** What callers send must not steer a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e\u00a1-\uffff]/g, '?');
}
