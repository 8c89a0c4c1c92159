import type { Result } from '#base';

/** What became of one document. */
export interface Change {
  readonly kind: string;
  readonly id: string;
  /** Of the write that this change is: global, increasing, never used twice. */
  readonly revision: number;
  /**
   * The revision at which the document came into being; updates keep it, deleting and making it again does not. Every
   * engine gives it for a document that exists. Absent on a deletion, and on changes made by hand.
   */
  readonly createdRevision?: number;
  /** JSON text; undefined when the document was deleted. */
  readonly body: string | undefined;
}

/** What somebody wants to become of one document. */
export interface Write {
  readonly kind: string;
  readonly id: string;
  /** The revision the document must have now; 0: it must not exist. Absent: whatever is there. */
  readonly expectedRevision?: number;
  /** JSON text; undefined deletes the document. */
  readonly body: string | undefined;
}

/** A document was not at the revision its writer had seen. */
export interface Conflict {
  readonly kind: 'conflict';
  readonly documentKind: string;
  readonly id: string;
  readonly expectedRevision: number;
  /** 0 when the document does not exist. */
  readonly actualRevision: number;
}

/** A write that no engine would keep: a name or a size outside `REGISTRY_LIMITS`. */
export interface InvalidWrite {
  readonly kind: 'invalid';
  /** Which of the writes. */
  readonly index: number;
  /** What is wrong and what would be right. Never quotes the body. */
  readonly reason: string;
}

/** Why a commit changed nothing. */
export type CommitFailure = Conflict | InvalidWrite;

/** What one commit may hold, alike on every engine. */
export const REGISTRY_LIMITS = {
  /** Characters of a kind: a lower-case word with hyphens. */
  kindLength: 64,
  /** Characters of an id. */
  idLength: 512,
  /** Bytes of a body in UTF-8. */
  bodyBytes: 1_048_576,
  /** Writes in one commit, each to another document. */
  writes: 10_000,
} as const;

/** The keeper of documents: it orders changes and keeps them, and nothing else. After `close` every other call rejects. */
export interface Registry {
  /**
   * What changed after `afterRevision`, oldest first, only the last change of each document. After 0 that is every
   * document there is. After a later revision deletions are told too; rejects with `RevisionCompactedError` when some of
   * those have been forgotten.
   */
  read(afterRevision: number): Promise<readonly Change[]>;
  /**
   * Writes all or nothing and gives the revision of the last write, or the latest one if nothing had to change (deleting
   * what is not there takes no revision). Callers may rely on that for one document only: an engine that is spread over
   * machines may keep part of a batch.
   *
   * By the time the promise is fulfilled the change is durable and the watchers of this registry have seen it. A promise
   * that is rejected (a full disk, say) leaves open whether the change was kept.
   */
  commit(writes: readonly Write[]): Promise<Result<number, CommitFailure>>;
  /**
   * Calls `listener` with what is committed from now on, in order of revision, once it is durable; give the answer a call
   * to stop. An error thrown by a listener reaches neither the committer nor other listeners: it is thrown again, uncaught.
   */
  watch(listener: (changes: readonly Change[]) => void): () => void;
  /** Finishes the commits under way and lets go of everything held. May be called again. */
  close(): Promise<void>;
}

/** Deletions between the revision asked for and now have been forgotten: read again from 0, starting from nothing. */
export class RevisionCompactedError extends Error {
  readonly code = 'revision-compacted';
  /** The earliest revision other than 0 that can still be read from. */
  readonly compactedRevision: number;

  constructor(afterRevision: number, compactedRevision: number) {
    super(
      `Changes after revision ${afterRevision} are no longer complete: deletions up to ${compactedRevision} are forgotten`,
    );
    this.name = 'RevisionCompactedError';
    this.compactedRevision = compactedRevision;
  }
}
