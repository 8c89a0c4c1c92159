// Makes `dist`, what a published package carries: Node does not strip types inside node_modules. Nothing in a checkout runs it.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
rmSync(new URL('dist/', root), { recursive: true, force: true });
const compiled = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: fileURLToPath(root), stdio: 'inherit' });
if (compiled.status !== 0) process.exit(1);

// The doors of the rooms, as package.json names them for the sources.
const { imports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const doors = Object.entries(imports).map(([name, path]) => [
  name,
  path.replace('./src/', './').replace(/\.ts$/, '.js'),
]);
writeFileSync(
  new URL('dist/package.json', root),
  JSON.stringify({ type: 'module', imports: Object.fromEntries(doors) }),
);
