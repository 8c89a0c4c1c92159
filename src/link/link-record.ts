import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readRecordLine, recordLine } from './linked-address.ts';
import type { LinkedAddress } from './linked-address.ts';

/** Where `link` writes down what it is about to do, so that whatever ends it, the next one knows what there may be. */
export interface LinkRecord {
  read(): readonly LinkedAddress[];
  /** None: the record goes without a trace. */
  write(links: readonly LinkedAddress[]): void;
}

/** It ends with the machine's uptime, as addresses and rules do. */
const FOLDER = '/run/openimds';

/** The record of the network namespace this process is in. */
export function openLinkRecord(folder: string = FOLDER): LinkRecord {
  const path = `${folder}/links-${statSync('/proc/self/ns/net').ino}`;
  return { read: () => read(path), write: (links) => (links.length === 0 ? remove(path) : write(path, links)) };
}

function read(path: string): readonly LinkedAddress[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line) => readRecordLine(line) ?? []);
  } catch {
    return [];
  }
}

function write(path: string, links: readonly LinkedAddress[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, links.map((link) => `${recordLine(link)}\n`).join(''));
  renameSync(`${path}.new`, path);
}

/** The folder goes too, unless something else is in it. */
function remove(path: string): void {
  rmSync(path, { force: true });
  try {
    rmdirSync(dirname(path));
  } catch {
    // Another namespace has its record there, or there never was a folder.
  }
}
