import { AdminClient } from './admin-client.ts';
import type { AdminTarget } from './admin-target.ts';
import { fail } from './failure.ts';

/** What the admin API says, as far as it is told here. */
interface Status {
  readonly version: string;
  readonly instanceCount: number;
}
interface Losses {
  readonly instanceId: string;
  readonly hopLimit: number;
  readonly hopLimitCutOffs: number;
  readonly tokensUndelivered: number;
  readonly packetsThrottled: number;
  readonly requestsThrottled: number;
}

/** Prints what a running openimds says of itself: what it holds, what it cannot listen on, and what callers did not get. */
export async function status(target: AdminTarget, json: boolean): Promise<void> {
  const client = await AdminClient.find(target, process.env);
  if (!client.ok) return fail(client.error, 1);
  const paths = ['/status', '/listeners', '/losses'];
  const answers = await Promise.all(paths.map((path) => client.value.call({ method: 'GET', path })));
  const values: unknown[] = [];
  for (const answer of answers) {
    if (!answer.ok) return fail(answer.error, 1);
    values.push(answer.value);
  }
  const [said, { unopened }, { losses }] = values as [
    Status,
    { unopened: readonly string[] },
    { losses: readonly Losses[] },
  ];
  const text = json
    ? JSON.stringify({ ...said, unopened, losses })
    : [summaryOf(said), ...unopened, ...losses.map(lossText)].join('\n');
  process.stdout.write(`${text}\n`);
}

function summaryOf({ version, instanceCount }: Status): string {
  return `openimds ${version} at work, with ${instanceCount} instances`;
}

function lossText(losses: Losses): string {
  const { instanceId, hopLimit, hopLimitCutOffs, tokensUndelivered, packetsThrottled, requestsThrottled } = losses;
  const parts: readonly (readonly [number, string])[] = [
    [hopLimitCutOffs, `tokens cut off by hop limit ${hopLimit}`],
    [tokensUndelivered, `tokens with hop limit ${hopLimit} not taken`],
    [packetsThrottled, 'reads held back'],
    [requestsThrottled, 'requests answered with 503'],
  ];
  const counted = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${instanceId}: ${counted.join(', ')}`;
}
