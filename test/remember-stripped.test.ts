// What is remembered of a source must never outlive the source.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from './clients/temporary-folder.test-support.ts';

/** A checkout of one source that says something, in the main thread and in a thread of its own. */
function aCheckout(): { readonly root: string; say(text: string): void; run(): string } {
  const root = temporaryFolder();
  for (const name of ['bin', 'src']) mkdirSync(join(root, name));
  writeFileSync(join(root, 'package.json'), '{ "type": "module", "imports": { "#room": "./src/door.ts" } }');
  copyFileSync(new URL('../bin/remember-stripped.js', import.meta.url), join(root, 'bin', 'remember-stripped.js'));
  writeFileSync(
    join(root, 'bin', 'main.js'),
    `import { Worker } from 'node:worker_threads';
import './remember-stripped.js';
await import('../src/say.ts');
new Worker(new URL('../src/say.ts', import.meta.url), { execArgv: process.execArgv });`,
  );
  return {
    root,
    say: (text) => writeFileSync(join(root, 'src', 'say.ts'), `process._rawDebug('${text}' as string);`),
    run: () => spawnSync(process.execPath, [join(root, 'bin', 'main.js')], { encoding: 'utf8' }).stderr,
  };
}

const cacheOf = (root: string): string => join(root, 'node_modules', '.cache', 'openimds');

test('a source runs as it is now, remembered or changed, in every thread, and nothing is said about it', () => {
  const { root, say, run } = aCheckout();
  say('first');
  assert.equal(run(), 'first\nfirst\n');
  assert.equal(readdirSync(cacheOf(root)).length, 1);
  assert.equal(run(), 'first\nfirst\n');
  say('second, longer');
  assert.equal(run(), 'second, longer\nsecond, longer\n');
});

test('sources find one another and the doors of rooms, remembered or new', () => {
  const { root, run } = aCheckout();
  const source = (name: string, text: string): void => writeFileSync(join(root, 'src', name), text);
  source('word.ts', "export const word: string = 'word';");
  source('door.ts', "export const room: string = 'room';");
  const says = "import { room } from '#room';\nimport { word } from './word.ts';\nprocess._rawDebug(word, room);";
  source('say.ts', says);
  assert.equal(run(), 'word room\nword room\n');
  assert.equal(run(), 'word room\nword room\n');
  source('other.ts', "export const word: string = 'other';");
  source('say.ts', says.replace('word.ts', 'other.ts'));
  assert.equal(run(), 'other room\nother room\n');
});

test('what is remembered is what runs', () => {
  const { root, say, run } = aCheckout();
  say('said');
  run();
  const [name = ''] = readdirSync(cacheOf(root));
  const file = join(cacheOf(root), name);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('said', 'kept'));
  assert.equal(run(), 'kept\nkept\n');
  const source = join(root, 'src', 'say.ts');
  utimesSync(source, 1, 1);
  assert.equal(run(), 'said\nsaid\n');
});

test('a memory that cannot be read or written is done without', () => {
  const { root, say, run } = aCheckout();
  say('said');
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules', '.cache'), 'in the way');
  assert.equal(run(), 'said\nsaid\n');
  assert.ok(!existsSync(cacheOf(root)));
});
