import type { Schema } from '#sqlite';

const COUNTERS = `
  no_token INTEGER NOT NULL, no_token_rejected INTEGER NOT NULL, with_token INTEGER NOT NULL,
  tokens_issued INTEGER NOT NULL, refused INTEGER NOT NULL, credential_reads INTEGER NOT NULL, bytes INTEGER NOT NULL`;

const RECORDS = '(key INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT';

/**
 * Counts lie in the order of time, because all instances write the present minute; those of one instance are found by one
 * look a minute. `span` says how many rows a stretch of time has, so that nobody has to count them. `up` has the times this
 * service was up, and `run` the runs of instances that are over: a minute in both without counts is one without requests.
 */
export const SCHEMA: Schema = {
  /** "imdt" in ASCII. */
  applicationId: 0x696d6474,
  migrations: [
    `CREATE TABLE instance (
     number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, region TEXT NOT NULL,
     first INTEGER NOT NULL, last INTEGER NOT NULL, last_rejected INTEGER
   ) STRICT;
   CREATE INDEX owner ON instance (account, region, id);
   CREATE TABLE minute (
     start INTEGER NOT NULL, instance INTEGER NOT NULL, ${COUNTERS}, PRIMARY KEY (start, instance)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE rollup (
     length INTEGER NOT NULL, start INTEGER NOT NULL, instance INTEGER NOT NULL, ${COUNTERS},
     samples INTEGER NOT NULL, minimum INTEGER NOT NULL, maximum INTEGER NOT NULL,
     rejected_samples INTEGER NOT NULL, rejected_minimum INTEGER NOT NULL, rejected_maximum INTEGER NOT NULL,
     PRIMARY KEY (length, start, instance)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE span (
     length INTEGER NOT NULL, start INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (length, start)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE request ${RECORDS};
   CREATE TABLE call ${RECORDS};
   CREATE TABLE alarm ${RECORDS};
   CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO state VALUES ('sequence', 0), ('request', 0), ('call', 0), ('alarm', 0);`,
    `CREATE TABLE up (start INTEGER PRIMARY KEY, "end" INTEGER NOT NULL) STRICT;
   CREATE TABLE run (
     instance TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
     PRIMARY KEY (instance, start)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX run_end ON run ("end");`,
  ],
};
