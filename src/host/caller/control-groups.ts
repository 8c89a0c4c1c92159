import type { CallerContainer } from '#model';

/** Where a process belongs, as its control groups are named. */
export interface Belonging {
  readonly systemdUnit: string | undefined;
  readonly container: Pick<CallerContainer, 'id' | 'runtime'> | undefined;
}

type Runtime = CallerContainer['runtime'];

const ID = '([0-9a-f]{64})';
/** How runtimes name the group of a container, by the systemd driver and by the one that makes folders itself. */
const NAMES: readonly (readonly [Runtime, RegExp])[] = [
  ['docker', new RegExp(`(?:^|/)docker[-/]${ID}(?:\\.scope)?(?=/|$)`, 'g')],
  ['podman', new RegExp(`(?:^|/)libpod-(?:payload-)?${ID}(?:\\.scope)?(?=/|$)`, 'g')],
  ['cri-o', new RegExp(`(?:^|/)crio-${ID}(?:\\.scope)?(?=/|$)`, 'g')],
  ['containerd', new RegExp(`(?:^|/)(?:cri-containerd|nerdctl)[-:]${ID}(?:\\.scope)?(?=/|$)`, 'g')],
  ['lxc', /(?:^|\/)lxc(?:\/|\.payload[./])([A-Za-z0-9][A-Za-z0-9_.-]*)(?=\/|$)/g],
  ['nspawn', /\/machine\.slice\/systemd-nspawn@([^/]+)\.service(?=\/|$)/g],
  ['nspawn', /\/machine\.slice\/machine-((?!qemu\\x2d|lxc\\x2d)[^/]+)\.scope(?=\/|$)/g],
  // Kubernetes without systemd, and ECS: the folder does not say which runtime made it.
  ['unknown', new RegExp(`/(?:kubepods|ecs)/(?:[^/]+/)*${ID}(?=/|$)`, 'g')],
  ['unknown', /\/ecs\/(?:[^/]+\/)*([0-9a-f]{32}-\d{6,12})(?=\/|$)/g],
];

/**
 * Reads `/proc/PID/cgroup` (cgroups(7)), of version 1 or 2. Where containers are nested it is the innermost; a unit inside
 * a container is that container's. The scopes that runtimes make for containers are no units of anybody's.
 */
export function parseControlGroups(text: string): Belonging {
  const paths = text
    .split('\n')
    .map(parseLine)
    .filter((line) => line !== undefined);
  // Version 2 and systemd's own hierarchy know of units; of the rest some runtimes have all.
  paths.sort((one, other) => rank(one.controllers) - rank(other.controllers));
  const found = paths.map(({ path }) => findContainer(path)).find((match) => match !== undefined);
  const units = paths.map(({ path }) => findUnit(path.slice(findContainer(path)?.end ?? 0)));
  return { systemdUnit: units.find((unit) => unit !== undefined), container: found?.container };
}

interface Line {
  readonly controllers: string;
  readonly path: string;
}

function parseLine(line: string): Line | undefined {
  const [, controllers = '', path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
  return path === undefined ? undefined : { controllers, path };
}

function rank(controllers: string): number {
  if (controllers === '') return 0;
  return controllers === 'name=systemd' ? 1 : 2;
}

interface Found {
  readonly container: Pick<CallerContainer, 'id' | 'runtime'>;
  readonly end: number;
}

function findContainer(path: string): Found | undefined {
  let innermost: Found | undefined;
  for (const [runtime, name] of NAMES) {
    for (const match of path.matchAll(name)) {
      const end = match.index + match[0].length;
      if (end > (innermost?.end ?? 0)) innermost = { container: { id: unescape(match[1] ?? ''), runtime }, end };
    }
  }
  return innermost;
}

function findUnit(path: string): string | undefined {
  return path.split('/').findLast((name) => /.\.(?:service|scope)$/.test(name)) || undefined;
}

/** systemd writes `-` and the like in names as `\x2d` (systemd.unit(5)). */
function unescape(name: string): string {
  return name.replaceAll(/\\x([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
