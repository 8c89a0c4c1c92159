import { formatDuration } from '#base';
import { MetadataClient } from './metadata-client.ts';
import type { Asked } from './metadata-client.ts';
import type { Course } from './play.ts';
import type { Expectation } from './scenario.ts';

/** An answer that is not yet as expected is asked for again so often, and at least this much later. */
const ATTEMPTS = 100;
const SHORTEST_WAIT_MS = 20;
/** Of an answer that is not as expected, so much is shown. */
const SHOWN_CHARACTERS = 60;

/** Asks until the answer is as expected, or it is too late. */
export async function expectOf(expectation: Expectation, { service, pace, report, fail }: Course): Promise<void> {
  const { path, version, withinMs } = expectation;
  const beganMs = pace.now();
  const client = new MetadataClient(service, version);
  const waitMs = Math.max(SHORTEST_WAIT_MS, Math.ceil(withinMs / ATTEMPTS));
  for (;;) {
    const asked = await client.get(path);
    const atMs = pace.now();
    if (isAsExpected(asked, expectation)) return report({ kind: 'met', atMs, text: textOf(expectation) });
    if (pace.isInterrupted) return;
    if (atMs >= beganMs + withinMs) return fail(textOf(expectation), foundText(asked, expectation));
    await pace.until(Math.min(atMs + waitMs, beganMs + withinMs));
  }
}

function isAsExpected({ ending, body }: Asked, expectation: Expectation): boolean {
  return ending === expectation.status && (expectation.body === undefined || expectation.body.test(body));
}

function textOf({ path, version, status, body, withinMs }: Expectation): string {
  const text = body === undefined ? '' : ` with ${body.source}`;
  const within = withinMs === 0 ? '' : ` within ${formatDuration(withinMs)}`;
  return `${path} by IMDSv${version} answers ${status}${text}${within}`;
}

/** Credentials and user data are nobody's to see in a report: of those only the status is shown. */
function foundText({ ending, body }: Asked, { path, body: pattern, status }: Expectation): string {
  const isSecret = /credentials|user-data|token/.test(path);
  if (ending !== status || pattern === undefined || isSecret)
    return `it answered ${ending}${ending === status ? ' with another body' : ''}`;
  return `it answered ${ending} with ${JSON.stringify(body.slice(0, SHOWN_CHARACTERS))}`;
}
