import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { ProcessDescriber } from './describe-process.ts';
import { KnownCallers } from './known-callers.ts';
import { ProcessFiles } from './process-files.ts';

/** A folder like `/proc`, in which processes begin, open sockets and end. */
class Processes {
  readonly root = mkdtempSync(join(tmpdir(), 'openimds-proc-'));
  readonly known: KnownCallers;
  #descriptor = 3;

  constructor(t: TestContext) {
    t.after(() => rmSync(this.root, { recursive: true }));
    const files = new ProcessFiles(this.root);
    this.known = new KnownCallers(files, new ProcessDescriber(files, this.root));
  }

  begin(pid: number, command: string): void {
    const folder = join(this.root, `${pid}`);
    mkdirSync(join(folder, 'fd'), { recursive: true });
    writeFileSync(join(folder, 'status'), `Name:\t${command}\nPPid:\t0\nUid:\t0\t0\t0\t0\n`);
    writeFileSync(join(folder, 'cmdline'), `${command}\0`);
    symlinkSync('/dev/null', join(folder, 'fd', '0'));
  }

  open(pid: number, ...inodes: readonly number[]): void {
    for (const inode of inodes)
      symlinkSync(`socket:[${inode}]`, join(this.root, `${pid}`, 'fd', `${this.#descriptor++}`));
  }

  end(pid: number): void {
    rmSync(join(this.root, `${pid}`), { recursive: true });
  }

  /** The command of the process that is found. */
  find(asker: string, inode: number): string | undefined {
    return this.known.find(asker, inode)?.commandLine;
  }
}

test('a process that called is known by every socket it had when it was looked at, also when it has ended since', (t) => {
  const on = new Processes(t);
  on.begin(10, 'app');
  on.open(10, 100, 101);
  assert.equal(on.known.note('i-1', 10)?.commandLine, 'app');
  on.open(10, 102);
  assert.equal(on.find('i-1', 102), 'app', 'looked at again');
  on.end(10);
  assert.deepEqual(
    [100, 101, 102, 103].map((inode) => on.find('i-1', inode)),
    ['app', 'app', 'app', undefined],
  );
});

test('what called for one asker is not looked at for another', (t) => {
  const on = new Processes(t);
  on.begin(10, 'app');
  on.open(10, 100);
  on.known.note('i-1', 10);
  assert.equal(on.find('i-2', 100), undefined);
});

test('the last four of an asker are known, and one that has very many files by the socket that is asked for', (t) => {
  const on = new Processes(t);
  for (const pid of [10, 11, 12, 13, 14]) {
    on.begin(pid, `app-${pid}`);
    on.open(pid, pid * 10);
    on.known.note('i-1', pid);
  }
  assert.deepEqual(
    [100, 110, 140].map((inode) => on.find('i-1', inode)),
    [undefined, 'app-11', 'app-14'],
  );
  on.open(14, ...Array.from({ length: 600 }, (_, index) => 1000 + index));
  assert.equal(on.find('i-1', 1000), 'app-14');
  assert.equal(on.find('i-1', 1599), 'app-14');
  assert.equal(on.find('i-1', 1600), undefined);
});

test('nobody is known who is gone before it was looked at', (t) => {
  assert.equal(new Processes(t).known.note('i-1', 10), undefined);
});
