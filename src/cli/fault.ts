import { AdminClient } from './admin-client.ts';
import type { AdminRequest } from './admin-client.ts';
import type { AdminTarget } from './admin-target.ts';
import { fail } from './failure.ts';

/** Where to ask, and how to print what comes back. */
export interface FaultRequest {
  readonly target: AdminTarget;
  readonly json: boolean;
}

/** A fault as the admin API shows it, as far as it is printed. */
interface FaultView {
  readonly id: string;
  readonly state: string;
  readonly does: string;
  readonly concerns: string;
  readonly matched: number;
  readonly hits: number;
  readonly left: number | null;
  readonly until: string | null;
}

/** Adds a fault. */
export async function addFault(declaration: unknown, request: FaultRequest): Promise<void> {
  await ask(request, { method: 'POST', path: '/faults', body: declaration }, (fault) => lineOf(fault as FaultView));
}

/** Prints all faults. */
export async function listFaults(request: FaultRequest): Promise<void> {
  await ask(request, { method: 'GET', path: '/faults' }, (answer) => {
    const { faults } = answer as { faults: readonly FaultView[] };
    return faults.length === 0 ? 'no faults' : table(faults);
  });
}

/** Ends the faults of these ids, until one is not there. */
export async function removeFaults(ids: readonly string[], request: FaultRequest): Promise<void> {
  for (const id of ids) {
    const path = `/faults/${encodeURIComponent(id)}`;
    const done = await ask(request, { method: 'DELETE', path }, (fault) => `removed ${lineOf(fault as FaultView)}`);
    if (!done) return;
  }
}

/** Ends all faults, or forgets those that are spent. */
export async function clearFaults(spentOnly: boolean, request: FaultRequest): Promise<void> {
  const query: Record<string, string> = spentOnly ? { state: 'spent' } : {};
  await ask(request, { method: 'DELETE', path: '/faults', query }, (answer) => {
    const { removed } = answer as { removed: readonly string[] };
    return removed.length === 0 ? 'nothing to remove' : `removed ${removed.join(', ')}`;
  });
}

/** Asks and prints; false when it was not done. */
async function ask(
  { target, json }: FaultRequest,
  request: AdminRequest,
  text: (answer: unknown) => string,
): Promise<boolean> {
  const client = await AdminClient.find(target, process.env);
  const answer = client.ok ? await client.value.call(request) : client;
  if (!answer.ok) {
    fail(answer.error, 1);
    return false;
  }
  process.stdout.write(`${json ? JSON.stringify(answer.value) : text(answer.value)}\n`);
  return true;
}

function lineOf({ id, does, concerns, hits, left, until }: FaultView): string {
  const ends = [...(left === null ? [] : [`${left} hits to come`]), ...(until === null ? [] : [`until ${until}`])];
  const more = [...(hits === 0 ? [] : [`${hits} hits`]), ...ends];
  return `${id}: ${does} for ${concerns}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

function table(faults: readonly FaultView[]): string {
  const rows = faults.map((fault) => [
    fault.id,
    fault.state,
    `${fault.hits}/${fault.matched}`,
    fault.does,
    `${fault.concerns}${fault.until === null ? '' : `, until ${fault.until}`}`,
  ]);
  const all = [['ID', 'STATE', 'HITS', 'DOES', 'FOR'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
