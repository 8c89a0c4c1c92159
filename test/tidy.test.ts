// The house rules that a machine can hold. What they are for stands in CONTRIBUTING.md.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '..');

/** Layer of each room: it may import from lower ones only (ARCHITECTURE.md). */
const LAYERS: Readonly<Record<string, number>> = {
  base: 0,
  model: 1,
  'protocol/imds': 1,
  'protocol/aws': 1,
  'protocol/sigv4': 1,
  document: 1,
  metadata: 2,
  token: 2,
  policy: 2,
  sqlite: 2,
  fault: 2,
  schedule: 2,
  findings: 2,
  compliance: 2,
  scenario: 3,
  registry: 3,
  credentials: 3,
  host: 3,
  telemetry: 3,
  link: 4,
  recording: 3,
  aemm: 4,
  'data-plane': 4,
  'aws-api': 4,
  'admin-api': 4,
  doctor: 5,
  daemon: 5,
  stage: 6,
  cli: 7,
  testing: 7,
};
const rooms = Object.keys(LAYERS).filter((room) => exists(`src/${room}/index.ts`) || exists(`src/${room}/main.ts`));

function exists(path: string): boolean {
  try {
    readFileSync(join(root, path));
    return true;
  } catch {
    return false;
  }
}

function filesUnder(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`);
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const isTest = (path: string): boolean => /\.test(?:-support)?\.ts$/.test(path);
const isGenerated = (path: string): boolean => path.includes('/gen/');
const sources = filesUnder('src', '.ts').filter((path) => !isTest(path) && !isGenerated(path));

const roomOf = (path: string): string =>
  Object.keys(LAYERS)
    .filter((room) => path.startsWith(`src/${room}/`))
    .reduce((longest, room) => (room.length > longest.length ? room : longest), '');

test('every source file is in a room of the layer table', () => {
  assert.deepEqual(
    sources.filter((path) => roomOf(path) === ''),
    [],
  );
});

test('every room opens with what it owns, promises and never does', () => {
  for (const room of rooms.filter((name) => exists(`src/${name}/index.ts`))) {
    const [owns = '', promises = '', never = ''] = read(`src/${room}/index.ts`).split('\n');
    assert.match(owns, /^\/\/ Owns /, room);
    assert.match(promises, /^\/\/ Promises /, room);
    assert.match(never, /^\/\/ Never /, room);
  }
});

test('rooms import from lower layers only, and the compiler is told the same', () => {
  for (const room of rooms) {
    const { references = [] } = JSON.parse(read(`src/${room}/tsconfig.json`)) as { references?: { path: string }[] };
    for (const { path } of references) {
      const other = relative(join(root, 'src'), resolve(root, 'src', room, path));
      assert.ok((LAYERS[other] ?? 9) < (LAYERS[room] ?? 0), `${room} refers to ${other}`);
    }
  }
});

test('a relative import never leaves its room', () => {
  for (const path of sources) {
    for (const [, target = ''] of read(path).matchAll(/from '(\.[^']+)'/g)) {
      const imported = relative(root, resolve(root, dirname(path), target));
      assert.equal(roomOf(imported), roomOf(path), `${path} imports ${target}`);
    }
  }
});

test('every room has its door, its project and its place in the build', () => {
  const { imports } = JSON.parse(read('package.json')) as { imports: Record<string, string> };
  const { references } = JSON.parse(read('tsconfig.json')) as { references: { path: string }[] };
  const built = new Set(references.map(({ path }) => path));
  for (const room of rooms) {
    assert.ok(built.has(`src/${room}`), `${room} is not built`);
    if (exists(`src/${room}/index.ts`)) assert.equal(imports[`#${room}`], `./src/${room}/index.ts`);
  }
});

test('no folder is a drawer for everything', () => {
  for (const path of sources)
    assert.doesNotMatch(path, /\/(?:utils?|helpers?|common|shared|misc|managers?)(?:\/|\.ts)/);
});

test('files hold one idea: at most 300 lines', () => {
  const long = sources.map((path) => [path, read(path).split('\n').length] as const).filter(([, lines]) => lines > 301);
  assert.deepEqual(long, []);
});

const BANNED: readonly (readonly [string, RegExp, (path: string) => boolean])[] = [
  ['any', /(?::|<|\bas) any\b/, () => false],
  ['a non-null assertion', /[\w)\]]!(?:[.;,)\]]|$)/m, () => false],
  ['an unchecked compiler directive', /@ts-(?:ignore|nocheck|expect-error)/, () => false],
  ['console', /\bconsole\.[a-z]+\(/, () => false],
  ['the real clock', /\bDate\.now\(|new Date\(\)/, (path) => path.startsWith('src/host/')],
  ['real chance', /\bMath\.random\(/, () => false],
  ['the environment', /\bprocess\.env\b/, (path) => /^src\/(?:daemon|cli)\//.test(path)],
  ['an unfinished thought', /\b(?:TODO|FIXME|XXX|HACK)\b/, () => false],
];

for (const [what, pattern, allowed] of BANNED) {
  test(`no source has ${what}`, () => {
    const found = sources.filter(
      (path) =>
        !allowed(path) && pattern.test(what === 'an unfinished thought' ? read(path) : withoutComments(read(path))),
    );
    assert.deepEqual(found, []);
  });
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

test('decisions are numbered one after the other', () => {
  const records = readdirSync(join(root, 'docs/decisions')).sort();
  for (const [index, name] of records.entries()) {
    assert.ok(name.startsWith(`${String(index + 1).padStart(4, '0')}-`), name);
    assert.ok(read(`docs/decisions/${name}`).startsWith(`# ${index + 1}. `), name);
  }
});
