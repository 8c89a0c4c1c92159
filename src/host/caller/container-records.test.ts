import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { containerRecord } from './container-records.ts';

const root = mkdtempSync(join(tmpdir(), 'observe-records-'));
after(() => rmSync(root, { recursive: true }));

function put(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

test('the files of Docker name image and container', () => {
  put('var/lib/docker/containers/aa/config.v2.json', { ID: 'aa', Name: '/web', Config: { Image: 'nginx:1.27' } });
  const record = { image: 'nginx:1.27', name: 'web', runtime: 'docker' };
  assert.deepEqual(containerRecord({ id: 'aa', runtime: 'docker' }, root), record);
  assert.deepEqual(containerRecord({ id: 'aa', runtime: 'unknown' }, root), record, 'also where only the files tell');
});

test('the bundle that containerd keeps for Kubernetes names them', () => {
  const annotations = { 'io.kubernetes.cri.image-name': 'a/b:1', 'io.kubernetes.cri.container-name': 'app' };
  put('run/containerd/io.containerd.runtime.v2.task/k8s.io/bb/config.json', { annotations });
  const record = { image: 'a/b:1', name: 'app', runtime: 'containerd' };
  assert.deepEqual(containerRecord({ id: 'bb', runtime: 'containerd' }, root), record);
  assert.deepEqual(containerRecord({ id: 'bb', runtime: 'unknown' }, root), record);
});

test('the storage of Podman and CRI-O names them', () => {
  const metadata = JSON.stringify({ 'image-name': 'docker.io/library/nginx:latest', name: 'web' });
  put('var/lib/containers/storage/overlay-containers/containers.json', [
    { id: 'cc', names: ['other'], metadata },
    { id: 'dd', names: ['first'] },
  ]);
  const image = 'docker.io/library/nginx:latest';
  assert.deepEqual(containerRecord({ id: 'cc', runtime: 'podman' }, root), { image, name: 'web', runtime: 'podman' });
  assert.deepEqual(containerRecord({ id: 'dd', runtime: 'cri-o' }, root), {
    image: undefined,
    name: 'first',
    runtime: 'cri-o',
  });
});

test('where there is no file, or none that can be read, image and name are unknown', () => {
  put('var/lib/docker/containers/ee/config.v2.json', '{ not json');
  put('var/lib/docker/containers/ff/config.v2.json', { Config: [], Name: 7 });
  for (const id of ['ee', 'ff', 'none'])
    assert.deepEqual(containerRecord({ id, runtime: 'docker' }, root), {
      image: undefined,
      name: undefined,
      runtime: 'docker',
    });
  assert.equal(containerRecord({ id: 'none', runtime: 'unknown' }, root).runtime, 'unknown');
  assert.equal(containerRecord({ id: 'web', runtime: 'lxc' }, root).name, 'web');
});
