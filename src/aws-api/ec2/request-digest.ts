import type { Call } from '../action.ts';

/** What does not count for whether two requests ask for the same (EC2 User Guide, "Ensuring idempotency"). */
const ASIDE: ReadonlySet<string> = new Set(['ClientToken', 'DryRun']);

/** SHA-256 of what a request asks for, in base64url; the same however its members are ordered. */
export function requestDigest({ platform }: Call, input: object): string {
  const asked = Object.entries(input).filter(([name]) => !ASIDE.has(name));
  const text = JSON.stringify(sorted(Object.fromEntries(asked)));
  return Buffer.from(platform.crypto.sha256(Buffer.from(text))).toString('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
