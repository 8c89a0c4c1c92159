// Stripping the types of some three hundred sources takes Node a quarter of a second at every start. This does it with
// Node's own stripper, once for each state of a file, and remembers the outcome beside the dependencies. What a source
// imports from another that is remembered needs no search either. Threads load it by `--import`. Plain JavaScript: it is
// what makes loading the rest quick.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const folder = fileURLToPath(new URL('../node_modules/.cache/openimds/', import.meta.url));
const file = join(folder, `stripped-${process.versions.node}.json`);
const root = new URL('../', import.meta.url);
const sources = new URL('src/', root).href;
const { imports: doors = {} } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

/** By path: `<modified>:<size>` and the source without its types. */
const remembered = recall();
let isNews = false;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const url = context.parentURL?.startsWith(sources) ? urlOf(specifier, context.parentURL) : undefined;
    if (url === undefined || remembered[fileURLToPath(url)] === undefined) return nextResolve(specifier, context);
    return { url, format: 'module', shortCircuit: true };
  },
  load(url, context, nextLoad) {
    if (!url.startsWith(sources) || !url.endsWith('.ts')) return nextLoad(url, context);
    return { format: 'module', source: stripped(fileURLToPath(url)), shortCircuit: true };
  },
});

if (isMainThread) {
  process.execArgv.push(`--import=${pathToFileURL(fileURLToPath(import.meta.url)).href}`);
  process.once('exit', remember);
}

/** Of a relative specifier or the door of a room, as Node finds it. */
function urlOf(specifier, parentUrl) {
  if (specifier.startsWith('.')) return new URL(specifier, parentUrl).href;
  return doors[specifier] && new URL(doors[specifier], root).href;
}

function stripped(path) {
  const { mtimeMs, size } = statSync(path);
  const state = `${mtimeMs}:${size}`;
  const known = remembered[path];
  if (known?.[0] === state) return known[1];
  const source = quietly(() => stripTypeScriptTypes(readFileSync(path, 'utf8')));
  remembered[path] = [state, source];
  isNews = true;
  return source;
}

/** The stripper is the one that Node uses unasked and says nothing about; called by name it warns of being experimental. */
function quietly(act) {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return act();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function recall() {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

/** Whoever cannot write here strips again the next time. */
function remember() {
  if (!isNews) return;
  try {
    mkdirSync(folder, { recursive: true });
    const draft = `${file}.${process.pid}`;
    const present = Object.entries(remembered).filter(([path]) => existsSync(path));
    writeFileSync(draft, JSON.stringify(Object.fromEntries(present)));
    renameSync(draft, file);
  } catch {}
}
