import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstanceDeclaration } from '#model';
import { openMemoryRegistry } from '#registry';
import type { Registry } from '#registry';
import type { Configuration } from './config/configuration.ts';
import { parseConfiguration } from './config/parse-configuration.ts';
import { declaredInstances } from './declared-instance.ts';
import { keptInstances } from './plan-instance.ts';

import { takeOver } from './take-over.ts';
import type { TakenOver } from './take-over.ts';

const FIRST = 1_790_000_000_000;
const LATER = FIRST + 60_000;
const [A, B, C] = ['i-0000000000000000a', 'i-0000000000000000b', 'i-0000000000000000c'];

function configuration(text: string): Configuration {
  const parsed = parseConfiguration(text, 'test.yaml', () => ({ ok: false, error: 'there are no files' }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const two = configuration(`
roles: { one: { trust: ec2 }, other: { trust: ec2 } }
instances:
  - { id: ${A}, iamInstanceProfile: one }
  - { id: ${B}, tags: { Name: b } }
`);

async function* inBatches<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  for (let at = 0; at < items.length; at += 5000) yield items.slice(at, at + 5000);
}

async function apply(registry: Registry, wanted: Configuration, nowMs: number): Promise<TakenOver> {
  const kept = keptInstances(await registry.read(0));
  return takeOver(registry, kept, inBatches([...declaredInstances(wanted)]), nowMs);
}

async function declarations(registry: Registry): Promise<Map<string, InstanceDeclaration>> {
  const changes = await registry.read(0);
  return new Map(
    changes.flatMap(({ kind, id, body }) =>
      kind === 'instance' && body !== undefined ? [[id, JSON.parse(body) as InstanceDeclaration]] : [],
    ),
  );
}

test('a first configuration brings its instances, launched now', async () => {
  const registry = openMemoryRegistry();
  const { added, changed, removed } = await apply(registry, two, FIRST);
  assert.deepEqual({ added, changed, removed }, { added: 2, changed: 0, removed: 0 });
  const instances = await declarations(registry);
  assert.deepEqual([...instances.keys()], [A, B]);
  assert.equal(instances.get(A ?? '')?.launchTimeMs, FIRST);
});

test('the same configuration again changes nothing, not even what was changed by other means', async () => {
  const registry = openMemoryRegistry();
  await apply(registry, two, FIRST);
  const changed = { ...(await declarations(registry)).get(A ?? ''), tags: { by: 'hand' } };
  await registry.commit([{ kind: 'instance', id: A ?? '', body: JSON.stringify(changed) }]);
  assert.deepEqual(await apply(registry, two, LATER), { added: 0, changed: 0, removed: 0 });
  assert.deepEqual((await declarations(registry)).get(A ?? '')?.tags, { by: 'hand' });
});

test('an instance whose declaration changed keeps its launch and tells that it was revised', async () => {
  const registry = openMemoryRegistry();
  await apply(registry, two, FIRST);
  const edited = configuration(`
roles: { one: { trust: ec2 }, other: { trust: ec2 } }
instances:
  - { id: ${A}, iamInstanceProfile: one }
  - { id: ${B}, tags: { Name: bee } }
  - { id: ${C} }
`);
  const { added, changed, removed } = await apply(registry, edited, LATER);
  assert.deepEqual({ added, changed, removed }, { added: 1, changed: 1, removed: 0 });
  const instances = await declarations(registry);
  const b = instances.get(B ?? '');
  assert.deepEqual([b?.launchTimeMs, b?.revisedAtMs, b?.tags], [FIRST, LATER, { Name: 'bee' }]);
  assert.equal(instances.get(A ?? '')?.revisedAtMs, FIRST);
});

test('another profile begins another rotation of credentials; the same one does not', async () => {
  const registry = openMemoryRegistry();
  await apply(registry, two, FIRST);
  const tagged = configuration(`
roles: { one: { trust: ec2 }, other: { trust: ec2 } }
instances: [{ id: ${A}, iamInstanceProfile: one, tags: { x: y } }]
`);
  await apply(registry, tagged, LATER);
  assert.equal((await declarations(registry)).get(A ?? '')?.credentialsSinceMs, undefined);
  const moved = configuration(`
roles: { one: { trust: ec2 }, other: { trust: ec2 } }
instances: [{ id: ${A}, iamInstanceProfile: other, tags: { x: y } }]
`);
  await apply(registry, moved, LATER + 1);
  assert.equal((await declarations(registry)).get(A ?? '')?.credentialsSinceMs, LATER + 1);
});

test('what leaves the configuration goes; what never was in it stays', async () => {
  const registry = openMemoryRegistry();
  await apply(registry, two, FIRST);
  const { declaredDigest: _, ...own } = { ...(await declarations(registry)).get(A ?? ''), id: C };
  await registry.commit([{ kind: 'instance', id: C ?? '', body: JSON.stringify(own) }]);
  const { removed } = await apply(registry, configuration(`instances: [{ id: ${B}, tags: { Name: b } }]`), LATER);
  assert.equal(removed, 1);
  assert.deepEqual([...keptInstances(await registry.read(0)).keys()].toSorted(), [B, C]);
});

test('more instances than fit one commit are taken over', async () => {
  const registry = openMemoryRegistry();
  const ids = Array.from({ length: 12_000 }, (_, index) => `i-${index.toString(16).padStart(17, '0')}`);
  const many = configuration(JSON.stringify({ instances: ids.map((id) => ({ id })) }));
  assert.equal((await apply(registry, many, FIRST)).added, 12_000);
  assert.equal((await declarations(registry)).size, 12_000);
});
