import { setTimeout as pause } from 'node:timers/promises';
import { realPlatform } from '#host';
import { DEFAULT_CRAWL_LIMITS, httpEndpoint, survey } from '#recording';
import type { Survey, SurveyFailure } from '#recording';
import type { Result } from '#base';
import type { ReadingOptions } from './recording-options.ts';

/** Bodies larger than this are not read: user data, the largest item, has 16 KiB. */
const BODY_BYTES_MAX = 1024 * 1024;

/** How to read a service, and what of it. */
export interface Reading extends ReadingOptions {
  /** Whether to try refusals and methods too. */
  readonly trials: boolean;
  /** Whether a version that is named and not there is a failure. */
  readonly requireVersions: boolean;
}

/** Reads a metadata service as the flags say, telling a terminal how far it is. */
export async function readService(url: URL, reading: Reading): Promise<Result<Survey, SurveyFailure>> {
  const { rate, maxAnswers, maxSeconds, timeout, v1, userData, versions = 'latest', ...rest } = reading;
  const endpoint = httpEndpoint(url, { timeoutMs: timeout * 1000, bodyBytes: BODY_BYTES_MAX });
  const show = progressLine();
  const found = await survey(
    endpoint,
    { clock: realPlatform().clock, pause: async (ms) => pause(ms) },
    {
      protocol: v1 === true ? 'v1' : 'v2',
      versions,
      userData: userData === true,
      trials: rest.trials,
      requireVersions: rest.requireVersions,
      limits: {
        ...DEFAULT_CRAWL_LIMITS,
        answers: maxAnswers,
        durationMs: maxSeconds * 1000,
        requestsPerSecond: rate,
      },
      progress: (path, answers) => show(`${answers} answers, ${path}`),
    },
  );
  show('');
  return found;
}

/** Writes over the last line of a terminal; to anything else nothing is written. */
function progressLine(): (text: string) => void {
  const { stderr } = process;
  return (text) => {
    if (stderr.isTTY) stderr.write(`\r\u001B[K${text.slice(0, stderr.columns - 1)}`);
  };
}
