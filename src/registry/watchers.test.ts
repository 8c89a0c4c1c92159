import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';

it('a listener that throws harms neither the others nor the committer, and is not passed over in silence', () => {
  const script = `const { openMemoryRegistry } = await import('#registry');
    process.on('uncaughtException', ({ message }) => console.log('uncaught', message));
    const registry = openMemoryRegistry();
    registry.watch(() => { throw new Error('listener'); });
    registry.watch(([{ id }]) => console.log('told', id));
    console.log(JSON.stringify(await registry.commit([{ kind: 'k', id: 'a', body: '1' }])));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    timeout: 10_000,
  });
  assert.deepEqual(stdout.trim().split('\n').sort(), ['told a', 'uncaught listener', '{"ok":true,"value":1}']);
  assert.equal(stderr, '');
});
