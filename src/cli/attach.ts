import { isDeepStrictEqual } from 'node:util';
import { AdminClient } from './admin-client.ts';
import type { AdminTarget } from './admin-target.ts';
import { fail } from './failure.ts';

/** An entry of `attach` as the configuration file has it. */
export type AttachmentEntry = Readonly<Record<string, string | number>>;

/** What to do with the attachments of an instance. */
export interface AttachRequest {
  readonly instanceId: string;
  /** What becomes of those there are; the same ones: they are only shown; undefined: what was named is not among them. */
  readonly change: (attach: readonly AttachmentEntry[]) => readonly AttachmentEntry[] | undefined;
}

/** What an entry that leaves these out means; the service tells them back where they apply. */
const UNSAID: AttachmentEntry = { network: 'default', mode: '0600' };

/** Adds an entry, unless it is there. */
export function adding(entry: AttachmentEntry): AttachRequest['change'] {
  const wanted = { ...UNSAID, ...entry };
  return (attach) =>
    attach.some((each) => isDeepStrictEqual({ ...UNSAID, ...each }, wanted)) ? attach : [...attach, entry];
}

/** Removes the entries that say all of this. */
export function removing(entry: AttachmentEntry): AttachRequest['change'] {
  const says = (each: AttachmentEntry): boolean => Object.entries(entry).every(([key, value]) => each[key] === value);
  return (attach) => {
    const others = attach.filter((each) => !says(each));
    return others.length === attach.length ? undefined : others;
  };
}

/** Removes all of them. */
export function removingAll(): readonly AttachmentEntry[] {
  return [];
}

/** Shows or changes how callers are recognised as an instance of a running openimds. */
export async function attach(target: AdminTarget, request: AttachRequest, json: boolean): Promise<void> {
  const client = await AdminClient.find(target, process.env);
  if (!client.ok) return fail(client.error, 1);
  const path = `/instances/${encodeURIComponent(request.instanceId)}/attachments`;
  const found = await client.value.call({ method: 'GET', path });
  if (!found.ok) return fail(found.error, 1);
  const before = (found.value as { attach: readonly AttachmentEntry[] }).attach;
  const wanted = request.change(before);
  if (wanted === undefined) return fail(`${request.instanceId} has no such attachment. It has ${listOf(before)}`, 1);
  const answer = wanted === before ? found : await client.value.call({ method: 'PUT', path, body: { attach: wanted } });
  if (!answer.ok) return fail(answer.error, 1);
  process.stdout.write(json ? `${JSON.stringify(answer.value)}\n` : textOf(answer.value as Shown));
}

interface Shown {
  readonly instanceId: string;
  readonly attach: readonly AttachmentEntry[];
}

function textOf({ instanceId, attach }: Shown): string {
  if (attach.length === 0) return `${instanceId} is attached to nothing of its own\n`;
  return `${attach.map(lineOf).join('\n')}\n`;
}

function listOf(attach: readonly AttachmentEntry[]): string {
  return attach.length === 0 ? 'none' : attach.map(lineOf).join('; ');
}

function lineOf(entry: AttachmentEntry): string {
  return Object.entries(entry)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
