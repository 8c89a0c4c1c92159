import { AdminClient } from './admin-client.ts';
import type { AdminRequest } from './admin-client.ts';
import type { AdminTarget } from './admin-target.ts';
import { fail } from './failure.ts';

/** An event as the admin API shows it, as far as it is printed here. */
interface ShownEvent {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly reason?: string;
  readonly at: string;
  readonly next?: string;
  readonly instances: readonly string[];
}

/** Fires, shows or cancels one event, and prints it. */
export async function event(target: AdminTarget, request: AdminRequest, json: boolean): Promise<void> {
  const answer = await ask(target, request);
  if (answer === undefined) return;
  // The admin API's own answer.
  print(json ? JSON.stringify(answer) : lineOf(answer as ShownEvent));
}

/** Prints the events there are. */
export async function eventList(
  target: AdminTarget,
  query: Readonly<Record<string, string>>,
  json: boolean,
): Promise<void> {
  const answer = await ask(target, { method: 'GET', path: '/events', query });
  if (answer === undefined) return;
  // As above.
  const { events } = answer as { events: readonly ShownEvent[] };
  if (json) return print(JSON.stringify(answer));
  print(events.length === 0 ? 'no events' : events.map(lineOf).join('\n'));
}

async function ask(target: AdminTarget, request: AdminRequest): Promise<unknown> {
  const client = await AdminClient.find(target, process.env);
  const answer = client.ok ? await client.value.call(request) : client;
  if (answer.ok) return answer.value;
  fail(answer.error, 1);
  return undefined;
}

function lineOf({ id, kind, state, reason, at, next, instances }: ShownEvent): string {
  const who = instances.length > 3 ? `${instances.length} instances` : instances.join(' ');
  const when = next === undefined ? `at ${at}` : `next at ${next}`;
  return [id, kind, state, when, who, reason ?? ''].filter((part) => part !== '').join('  ');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
