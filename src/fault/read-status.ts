import { FAULT_LIMITS } from './fault.ts';
import type { StatusFault } from './fault.ts';
import { within } from './problem.ts';
import type { Report } from './problem.ts';
import { checkKeys, foundText, readFields, readText, readTexts, readWhole } from './read-fields.ts';

const STATUS_KEYS = ['code', 'reason', 'retryAfter', 'headers', 'body', 'contentType'] as const;

/** Fields that say where an answer ends, or that the service writes itself. */
const OWN_FIELDS = new Set(['content-length', 'transfer-encoding', 'connection', 'date', 'server', 'content-type']);

/** Reads a status: its code, or a mapping of `STATUS_KEYS`. */
export function readStatus(value: unknown, report: Report): StatusFault | undefined {
  if (typeof value === 'number') return readStatus({ code: value }, report);
  const fields = readFields(value, report);
  if (fields === undefined) return undefined;
  checkKeys(fields, STATUS_KEYS, report);
  const { code, reason, retryAfter, headers, body, contentType } = fields;
  const number = readWhole(code, 200, 599, within(report, 'code'));
  if (number === undefined) return undefined;
  if (number === 204 || number === 304) return report(['code'], 'is a status whose answers have no body; take another');
  return {
    code: number,
    reason: reason === undefined ? undefined : readLine(reason, 64, within(report, 'reason')),
    retryAfterSeconds:
      retryAfter === undefined ? undefined : readWhole(retryAfter, 0, 86_400, within(report, 'retryAfter')),
    headers: headers === undefined ? {} : readHeaders(headers, within(report, 'headers')),
    body: body === undefined ? undefined : readBody(body, within(report, 'body')),
    contentType: contentType === undefined ? undefined : readLine(contentType, 128, within(report, 'contentType')),
  };
}

function readLine(value: unknown, longest: number, report: Report): string | undefined {
  const expected = `1 to ${longest} visible ASCII characters and spaces`;
  return readText(value, { longest, pattern: /^[ -~]+$/, expected }, report);
}

function readBody(value: unknown, report: Report): string | undefined {
  if (typeof value === 'string' && value.length <= FAULT_LIMITS.bodyCharacters) return value;
  return report([], `expected text of at most ${FAULT_LIMITS.bodyCharacters} characters, got ${foundText(value)}`);
}

function readHeaders(value: unknown, report: Report): Readonly<Record<string, string>> {
  const headers = readTexts(value, FAULT_LIMITS.headers, report);
  for (const [name, text] of Object.entries(headers)) {
    const place = within(report, name.slice(0, 64));
    if (!/^[\w!#$%&'*+.^`|~-]{1,64}$/.test(name)) place([], 'is no name of a header field');
    else if (OWN_FIELDS.has(name.toLowerCase())) place([], 'is written by the service itself and cannot be given');
    else if (!/^[ -~]*$/.test(text) || text.length > FAULT_LIMITS.headerLength)
      place([], `expected at most ${FAULT_LIMITS.headerLength} visible ASCII characters and spaces`);
  }
  return headers;
}
