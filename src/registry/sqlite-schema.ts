import type { Schema } from '#sqlite';

/** A document's revision is its row id: a changed document moves to the end, so reading from a revision is one range scan. */
export const SCHEMA: Schema = {
  /** "imds" in ASCII. */
  applicationId: 0x696d6473,
  migrations: [
    `CREATE TABLE document (
     revision INTEGER PRIMARY KEY,
     created_revision INTEGER,
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT,
     UNIQUE (kind, id)
   ) STRICT;
   CREATE INDEX tombstone ON document (revision) WHERE body IS NULL;
   CREATE TABLE counter (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     revision INTEGER NOT NULL,
     compacted_revision INTEGER NOT NULL
   ) STRICT;
   INSERT INTO counter VALUES (1, 0, 0);`,
  ],
};
