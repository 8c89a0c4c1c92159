import type { Command } from 'commander';
import { flagWords } from './flag-words.ts';
import type { FlagWords, Phrase } from './flag-words.ts';

/** Where a running openimds is looked for, and in which words it is spoken of. */
export interface AdminTarget {
  /** The state directory it was started with; undefined: the usual one. */
  readonly state: string | undefined;
  /** Where its API is, for one that keeps no state; then AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY sign. */
  readonly apiUrl: string | undefined;
  /** What was typed for what is sent, so that what the API says of it can be understood. */
  readonly words?: FlagWords;
}

/** What the flags of a verb say of it; `phrases` are those of the API that its flags alone do not translate. */
export function adminTarget(command: Command, phrases: readonly Phrase[] = []): AdminTarget {
  const { state, apiUrl } = command.opts<{ state?: string; apiUrl?: string }>();
  return { state, apiUrl, words: flagWords(command, phrases) };
}
