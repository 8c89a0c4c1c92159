import { styleText } from 'node:util';
import { ok } from '#base';
import type { Result } from '#base';
import { issuerEndpoints } from '#daemon';
import { examine, isFit } from '#doctor';
import type { Check, ExaminationRequest } from '#doctor';

/** Prints what works on this machine; ends with 0 when `openimds up` does. */
export async function doctor(
  { config, ...request }: Omit<ExaminationRequest, 'issuers'> & { readonly config: string | undefined },
  json: boolean,
): Promise<void> {
  const issuers = config === undefined ? ok([]) : await issuerEndpoints(config);
  const examined = await examine({ ...request, issuers: issuers.ok ? issuers.value : [] });
  const checks = config === undefined ? examined : [configurationCheck(config, issuers), ...examined];
  const fit = isFit(checks);
  const text = json ? JSON.stringify({ fit, checks }) : [...checks.flatMap(lines), '', verdict(checks)].join('\n');
  process.stdout.write(`${text}\n`);
  if (!fit) process.exitCode = 1;
}

function configurationCheck(file: string, read: Result<unknown, string>): Check {
  const name = 'configuration';
  if (read.ok) return { name, state: 'works', finding: file };
  const finding = read.error.replaceAll(/\s*\n\s*/g, '; ');
  return { name, state: 'fails', finding, remedy: 'mend that; nothing of the file is used' };
}

const MARKS = { works: ['green', 'ok   '], limited: ['yellow', 'less '], fails: ['red', 'FAILS'] } as const;

function lines({ name, state, finding, remedy }: Check): readonly string[] {
  const [color, mark] = MARKS[state];
  const line = `${styleText(color, mark)}  ${name.padEnd(16)}  ${finding}`;
  return remedy === undefined ? [line] : [line, `${' '.repeat(25)}→ ${remedy}`];
}

function verdict(checks: readonly Check[]): string {
  if (!isFit(checks)) return 'openimds up does not work here as asked; what FAILS has to be mended.';
  const less = checks.filter(({ state }) => state === 'limited').length;
  return less === 0
    ? 'Everything works.'
    : `openimds up works; ${less} other ${less === 1 ? 'thing is' : 'things are'} missing.`;
}
