import { AdminClient } from './admin-client.ts';
import type { AdminTarget } from './admin-client.ts';
import { fail } from './failure.ts';

/** Prints what a running openimds says of itself. */
export async function status(target: AdminTarget, json: boolean): Promise<void> {
  const client = await AdminClient.find(target, process.env);
  const answer = client.ok ? await client.value.call({ method: 'GET', path: '/status' }) : client;
  if (!answer.ok) return fail(answer.error, 1);
  const { version, instanceCount } = answer.value as { version: string; instanceCount: number };
  const text = json ? JSON.stringify(answer.value) : `openimds ${version} at work, with ${instanceCount} instances`;
  process.stdout.write(`${text}\n`);
}
