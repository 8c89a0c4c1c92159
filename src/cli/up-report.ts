import { styleText } from 'node:util';

import type { DaemonNotice, DaemonSettings, Entry, ReadyReport } from '#daemon';
import { defaultStateDirectory } from './directories.ts';
import { exportLines, sdkVariables } from './shell-exports.ts';
import { packageVersion } from './version.ts';

/** Tells what happens to whoever started `up`. */
export interface Reporter {
  ready(report: ReadyReport, settings: DaemonSettings): void;
  notice(notice: DaemonNotice): void;
  /** Tells of a request, an API call, an alarm or a finding, as a line of JSON on stdout. */
  entry(entry: Entry): void;
}

/** One JSON object a line on stdout; `ready` is the first, so what happens before waits for it. */
export class JsonReporter implements Reporter {
  #waiting: object[] | undefined = [];

  ready(report: ReadyReport): void {
    writeJson({ event: 'ready', ...report });
    for (const line of this.#waiting ?? []) writeJson(line);
    this.#waiting = undefined;
  }

  notice({ kind, message }: DaemonNotice): void {
    this.entry({ event: kind, message });
  }

  entry(line: object): void {
    if (this.#waiting !== undefined) this.#waiting.push(line);
    else if (process.stdout.writableLength < UNREAD_BYTES_MAX) writeJson(line);
  }
}

/** What may wait for a reader of stdout that is too slow; what is more is not told. */
const UNREAD_BYTES_MAX = 8 * 1024 * 1024;

function writeJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Text for people: where everything is on stdout, what happens on stderr; in color where a terminal shows it. */
export class TextReporter implements Reporter {
  ready(report: ReadyReport, settings: DaemonSettings): void {
    process.stdout.write(`${readyLines(report, settings).join('\n')}\n`);
  }

  notice({ kind, message }: DaemonNotice): void {
    const color = kind === 'reloaded' ? 'green' : 'yellow';
    process.stderr.write(`${styleText(color, 'openimds:', { stream: process.stderr })} ${message}\n`);
  }

  entry(entry: Entry): void {
    if (process.stdout.writableLength < UNREAD_BYTES_MAX) writeJson(entry);
  }
}

function readyLines(report: ReadyReport, settings: DaemonSettings): readonly string[] {
  const { url, ipv6Url } = report.imds;
  return [
    `${bold(`openimds ${packageVersion()}`)}  account ${report.account}, ${report.region}, ${instancesText(report)}`,
    '',
    `  metadata  ${bold(url)}${ipv6Url === undefined || ipv6Url === url ? '' : `  ${bold(ipv6Url)}`}${portText(url, settings)}`,
    `  AWS API   ${bold(report.api.url)}`,
    `  state     ${settings.stateDirectory ?? 'none: keys end with this process'}`,
    `  config    ${settings.config ?? 'none: one ready-made instance'}`,
    '',
    dim('AWS SDKs and tools use it with'),
    ...exportLines(sdkVariables(url, report.region)).map((line) => `  ${line}`),
    ...apiLines(settings),
    ...tryLines(report),
    '',
    dim('Ctrl-C stops it.'),
  ];
}

function instancesText({ instances, instanceCount }: ReadyReport): string {
  const [first] = instances;
  return instanceCount === 1 && first !== undefined ? `instance ${first.id}` : `${instanceCount} instances`;
}

function portText(url: string, { port, portIsExplicit }: DaemonSettings): string {
  const taken = new URL(url).port || '80';
  return portIsExplicit || taken === String(port) ? '' : dim(`  (port ${port} is taken)`);
}

/** The keys are not printed: a terminal is no place for them. */
function apiLines({ stateDirectory }: DaemonSettings): readonly string[] {
  if (stateDirectory === undefined) return [];
  const state = stateDirectory === defaultStateDirectory(process.env) ? '' : ` --state ${stateDirectory}`;
  return ['', dim('The AWS CLI calls the AWS API here after'), `  eval "$(npm exec openimds -- env --root${state})"`];
}

/** A curl that works at once, or why a bare one would not. */
function tryLines({ imds, instanceCount, answersLoopback }: ReadyReport): readonly string[] {
  if (instanceCount === 0) return ['', 'There are no instances, so nobody is answered. Declare some in openimds.yaml.'];
  if (answersLoopback) return ['', dim('Try it'), ...curlLines(imds.url)];
  return ['', 'Every instance is attached to addresses of its own: only callers from or to those are answered.'];
}

function curlLines(url: string): readonly string[] {
  const token = `curl -sX PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${url}/latest/api/token`;
  return [
    String.raw`  curl -s -H "X-aws-ec2-metadata-token: $(${token})" \ `.trimEnd(),
    `       ${url}/latest/meta-data/instance-id`,
  ];
}

function bold(text: string): string {
  return styleText('bold', text);
}

function dim(text: string): string {
  return styleText('dim', text);
}
