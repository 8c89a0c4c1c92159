import type { Clock } from '#base';
import { limited, works } from './check.ts';
import type { Check } from './check.ts';
import { SYNCHRONIZE } from './check-time.ts';

/** What AWS, and whoever checks its signatures, bears (SigV4). */
const TOLERANCE_MS = 5 * 60_000;
const TIMEOUT_MS = 3000;
/** A Date field is of the second that was begun. */
const DATE_MS = 1000;

/**
 * How far the clock is from that of an issuer of credentials, whom `up` asks by the same address: by the Date field of
 * whatever it answers to a request that asks for nothing.
 */
export async function checkSkew(issuer: URL, clock: Clock): Promise<Check> {
  const name = 'issuer';
  const beforeMs = clock.now();
  const response = await ask(issuer);
  const remedy = 'see that it can be reached: until then its roles have no credentials';
  if (typeof response === 'string') return limited(name, `${issuer.origin} does not answer (${response})`, remedy);
  const afterMs = clock.now();
  const theirsMs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(theirsMs)) return works(name, `${issuer.origin} answers, and tells no time`);
  return judged(name, issuer, {
    aheadMs: (beforeMs + afterMs) / 2 - (theirsMs + DATE_MS / 2),
    uncertainMs: (afterMs - beforeMs + DATE_MS) / 2,
  });
}

interface Skew {
  readonly aheadMs: number;
  /** By so much it may be less or more. */
  readonly uncertainMs: number;
}

function judged(name: string, { origin }: URL, { aheadMs, uncertainMs }: Skew): Check {
  const offMs = Math.abs(aheadMs);
  if (offMs <= uncertainMs) return works(name, `the clock is that of ${origin}, to ${seconds(uncertainMs)}`);
  const finding = `the clock is ${seconds(offMs)} ${aheadMs > 0 ? 'ahead of' : 'behind'} that of ${origin}`;
  if (offMs - uncertainMs <= TOLERANCE_MS) return works(name, finding);
  return limited(name, `${finding}, which refuses signatures that are 5 minutes off`, SYNCHRONIZE);
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}

/** Of a failure only the system's code is told. */
async function ask(issuer: URL): Promise<Response | string> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return await fetch(issuer, { method: 'HEAD', redirect: 'manual', signal });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : `not within ${seconds(TIMEOUT_MS)}`;
  }
}
