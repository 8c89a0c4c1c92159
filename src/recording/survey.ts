import { err, ok } from '#base';
import type { Result } from '#base';
import { crawl } from './crawl.ts';
import type { CrawlOptions } from './crawl.ts';
import type { Endpoint } from './endpoint.ts';
import type { Fixture } from './fixture.ts';
import { Pace } from './pace.ts';
import type { PaceParts } from './pace.ts';
import { Session } from './session.ts';
import type { Protocol } from './session.ts';
import { tryProtocol } from './trials.ts';

/** What to find out of a service, and how. */
export interface SurveyOptions extends CrawlOptions {
  /** `v2` falls back to `v1` where no token is given. */
  readonly protocol: Protocol;
  /** Whether the protocol is tried too, which asks for some thirty answers more, most of them refusals. */
  readonly trials: boolean;
}

/** A survey, with what the operator should know of it. */
export interface Survey {
  readonly fixture: Fixture;
  readonly notes: readonly string[];
}

/** Why there is no survey: the service is not there or lets nobody in, or it has no version of that name. */
export interface SurveyFailure {
  readonly kind: 'unanswered' | 'no-such-version';
  readonly message: string;
}

/** Finds out what a metadata service answers. */
export async function survey(
  endpoint: Endpoint,
  parts: PaceParts,
  options: SurveyOptions,
): Promise<Result<Survey, SurveyFailure>> {
  const session = await Session.open(endpoint, options.protocol);
  if (!session.ok) return err({ kind: 'unanswered', message: session.error });
  const pace = new Pace(options.limits, parts);
  const recordedAtMs = parts.clock.now();
  const crawled = await crawl(session.value, pace, options);
  if (!crawled.ok) return err({ kind: 'no-such-version', message: `${endpoint.name}: ${crawled.error}` });
  const notes = [...(session.value.notice === undefined ? [] : [session.value.notice]), ...crawled.value.notes];
  const note = (text: string): unknown => notes.push(text);
  const trials = options.trials ? await tryProtocol(endpoint, session.value, pace, note) : new Map();
  const { versions, answers } = crawled.value;
  const { protocol } = session.value;
  const incomplete = pace.exhausted;
  return ok({
    fixture: { recordedAtMs, source: endpoint.name, protocol, versions, incomplete, answers, trials },
    notes,
  });
}
