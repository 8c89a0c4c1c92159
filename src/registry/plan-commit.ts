import { err, ok } from '#base';
import type { Result } from '#base';
import { REGISTRY_LIMITS } from './registry.ts';
import type { Change, CommitFailure, Conflict, InvalidWrite, Write } from './registry.ts';

/** What an engine has to tell before it can commit. */
export interface CommittedState {
  /** The latest revision given out. */
  readonly revision: number;
  /** The last change of a document, deletions included unless forgotten. */
  find(kind: string, id: string): Change | undefined;
}

/** The changes that `writes` come to, with their revisions; or why there are none. */
export function planCommit(writes: readonly Write[], state: CommittedState): Result<Change[], CommitFailure> {
  const failure = firstInvalid(writes) ?? firstConflict(writes, state);
  if (failure !== undefined) return err(failure);
  const changes: Change[] = [];
  for (const write of writes) {
    const present = existing(state, write);
    if (present === undefined && write.body === undefined) continue;
    changes.push(changeOf(write, state.revision + changes.length + 1, present));
  }
  return ok(changes);
}

function changeOf(write: Write, revision: number, present: Change | undefined): Change {
  const { kind, id, body } = write;
  if (body === undefined) return { kind, id, revision, body };
  return { kind, id, revision, createdRevision: present?.createdRevision ?? revision, body };
}

function existing(state: CommittedState, write: Write): Change | undefined {
  const last = state.find(write.kind, write.id);
  return last?.body === undefined ? undefined : last;
}

function firstConflict(writes: readonly Write[], state: CommittedState): Conflict | undefined {
  for (const write of writes) {
    const { kind: documentKind, id, expectedRevision } = write;
    if (expectedRevision === undefined) continue;
    const actualRevision = existing(state, write)?.revision ?? 0;
    if (actualRevision !== expectedRevision) {
      return { kind: 'conflict', documentKind, id, expectedRevision, actualRevision };
    }
  }
  return undefined;
}

function firstInvalid(writes: readonly Write[]): InvalidWrite | undefined {
  const { writes: most } = REGISTRY_LIMITS;
  if (writes.length > most) {
    return { kind: 'invalid', index: most, reason: `${writes.length} writes in one commit; at most ${most} fit` };
  }
  const seen = new Set<string>();
  for (const [index, write] of writes.entries()) {
    const document = `${write.kind}/${write.id}`;
    const reason = seen.has(document) ? `a second write to ${document} in one commit` : invalidity(write);
    if (reason !== undefined) return { kind: 'invalid', index, reason };
    seen.add(document);
  }
  return undefined;
}

const KIND = /^[a-z][a-z0-9-]*$/;
// What every engine and every log can carry: no control characters and no half of a surrogate pair.
const UNFIT_FOR_ID = /[\p{Cc}\p{Cs}]/u;

function invalidity({ kind, id, body = '' }: Write): string | undefined {
  const { kindLength, idLength } = REGISTRY_LIMITS;
  if (!KIND.test(kind) || kind.length > kindLength) {
    return `a kind is a lower-case word with hyphens of at most ${kindLength} characters`;
  }
  if (id.length === 0 || id.length > idLength || UNFIT_FOR_ID.test(id)) {
    return `an id is 1 to ${idLength} characters, none of them a control character; this one has ${id.length}`;
  }
  return bodyInvalidity(body);
}

function bodyInvalidity(body: string): string | undefined {
  const { bodyBytes } = REGISTRY_LIMITS;
  // A character is one to three bytes of UTF-8, so most bodies need not be measured.
  const bytes = body.length * 3 <= bodyBytes ? 0 : Buffer.byteLength(body);
  if (bytes > bodyBytes) return `the body has ${bytes} bytes; at most ${bodyBytes} fit`;
  return body.isWellFormed() ? undefined : 'the body has half of a surrogate pair, which UTF-8 cannot carry';
}
