import { readFileSync, statSync } from 'node:fs';
import type { CallerContainer } from '#model';

/** How a runtime calls a container, and what it runs. */
export type ContainerRecord = Pick<CallerContainer, 'image' | 'name' | 'runtime'>;

const RECORD_BYTES_MAX = 4_194_304;
const CONTAINERD_NAMESPACES = ['k8s.io', 'default', 'moby'];
const UNKNOWN = { image: undefined, name: undefined };

/**
 * What the files a runtime keeps say of a container; without image and name where there are none, or they may not be read.
 * `root` is the folder that stands for `/`.
 */
export function containerRecord({ id, runtime }: Pick<CallerContainer, 'id' | 'runtime'>, root = ''): ContainerRecord {
  switch (runtime) {
    case 'docker':
      return { ...(docker(id, root) ?? UNKNOWN), runtime };
    case 'containerd':
      return { ...(containerd(id, root) ?? UNKNOWN), runtime };
    case 'cri-o':
    case 'podman':
      return { ...(containersStorage(id, root) ?? UNKNOWN), runtime };
    case 'unknown':
      return unknownRuntime(id, root);
    case 'lxc':
    case 'nspawn':
      return { image: undefined, name: id, runtime };
  }
}

type Named = Omit<ContainerRecord, 'runtime'>;

/** Under Kubernetes the group does not name the runtime; its files do. */
function unknownRuntime(id: string, root: string): ContainerRecord {
  const readers = [
    ['containerd', containerd],
    ['docker', docker],
    ['cri-o', containersStorage],
  ] as const;
  for (const [runtime, read] of readers) {
    const named = read(id, root);
    if (named !== undefined) return { ...named, runtime };
  }
  return { ...UNKNOWN, runtime: 'unknown' };
}

function docker(id: string, root: string): Named | undefined {
  const record = readRecord(`${root}/var/lib/docker/containers/${id}/config.v2.json`);
  if (record === undefined) return undefined;
  return { image: text(member(record, 'Config'), 'Image'), name: text(record, 'Name')?.replace(/^\//, '') };
}

/** The OCI bundle; the CRI plugin of containerd annotates it. */
function containerd(id: string, root: string): Named | undefined {
  const tasks = `${root}/run/containerd/io.containerd.runtime.v2.task`;
  const records = CONTAINERD_NAMESPACES.map((namespace) => readRecord(`${tasks}/${namespace}/${id}/config.json`));
  const record = records.find((found) => found !== undefined);
  if (record === undefined) return undefined;
  const annotations = member(record, 'annotations');
  const cri = 'io.kubernetes.cri';
  return { image: text(annotations, `${cri}.image-name`), name: text(annotations, `${cri}.container-name`) };
}

/** The library that Podman and CRI-O keep containers with; what they say of one is JSON in a member of its own. */
function containersStorage(id: string, root: string): Named | undefined {
  const records = readRecord(`${root}/var/lib/containers/storage/overlay-containers/containers.json`);
  const record: unknown = Array.isArray(records) ? records.find((entry) => text(entry, 'id') === id) : undefined;
  if (record === undefined) return undefined;
  const metadata = parse(text(record, 'metadata') ?? '');
  const names = member(record, 'names');
  const first: unknown = Array.isArray(names) ? names[0] : undefined;
  return {
    image: text(metadata, 'image-name'),
    name: text(metadata, 'name') ?? (typeof first === 'string' ? first.slice(0, 256) : undefined),
  };
}

function readRecord(path: string): unknown {
  try {
    return statSync(path).size > RECORD_BYTES_MAX ? undefined : parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function text(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' && found !== '' ? found.slice(0, 256) : undefined;
}
