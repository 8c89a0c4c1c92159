import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseControlGroups } from './control-groups.ts';

const ID = 'a'.repeat(32) + '0123456789abcdef'.repeat(2);

const CASES: readonly (readonly [path: string, runtime: string | undefined, id: string | undefined, unit?: string])[] =
  [
    ['/', undefined, undefined],
    ['/system.slice/nginx.service', undefined, undefined, 'nginx.service'],
    ['/user.slice/user-1000.slice/session-3.scope', undefined, undefined, 'session-3.scope'],
    ['/user.slice/user-0.slice/user@0.service/app.slice/app-a.service', undefined, undefined, 'app-a.service'],
    [`/docker/${ID}`, 'docker', ID],
    [`/system.slice/docker-${ID}.scope`, 'docker', ID],
    [`/../../docker/${ID}`, 'docker', ID],
    [`/docker/${ID}/system.slice/sshd.service`, 'docker', ID, 'sshd.service'],
    [`/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${ID}.scope`, 'docker', ID],
    [
      `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-${ID}.scope`,
      'containerd',
      ID,
    ],
    [`/kubepods.slice/kubepods-pod1.slice/crio-${ID}.scope/container`, 'cri-o', ID],
    [`/kubepods/burstable/pod0a1b/${ID}`, 'unknown', ID],
    [`/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:${ID}`, undefined, undefined],
    [`/machine.slice/libpod-${ID}.scope`, 'podman', ID],
    [`/machine.slice/libpod-${ID}.scope/container`, 'podman', ID],
    [`/libpod_parent/libpod-${ID}`, 'podman', ID],
    [`/machine.slice/libpod-conmon-${ID}.scope`, undefined, undefined, `libpod-conmon-${ID}.scope`],
    [`/system.slice/nerdctl-${ID}.scope`, 'containerd', ID],
    ['/lxc/web', 'lxc', 'web'],
    ['/lxc.payload.web/system.slice/a.service', 'lxc', 'web', 'a.service'],
    ['/lxc.payload/web', 'lxc', 'web'],
    ['/lxc.monitor.web', undefined, undefined],
    ['/machine.slice/systemd-nspawn@web.service/payload', 'nspawn', 'web'],
    ['/machine.slice/machine-my\\x2dweb.scope', 'nspawn', 'my-web'],
    ['/machine.slice/machine-qemu\\x2d1\\x2dvm.scope', undefined, undefined, 'machine-qemu\\x2d1\\x2dvm.scope'],
    [`/ecs/0a1b/${ID}`, 'unknown', ID],
    [
      '/ecs/0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef-527074092',
      'unknown',
      '0123456789abcdef0123456789abcdef-527074092',
    ],
    [`/docker/${'b'.repeat(64)}/docker/${ID}`, 'docker', ID],
    [`/docker/${ID.slice(1)}`, undefined, undefined],
  ];

test('a container and a unit are read from the name of the control group', () => {
  for (const [path, runtime, id, systemdUnit] of CASES) {
    if (path.includes(':')) continue;
    const expected = {
      systemdUnit,
      container: id === undefined ? undefined : { id, runtime },
    };
    assert.deepEqual(parseControlGroups(`0::${path}\n`), expected, path);
    assert.deepEqual(parseControlGroups(`12:pids:/\n1:name=systemd:${path}\n0::/\n`), expected, path);
  }
});

test('a container is found in whichever hierarchy the runtime used, the unit in those that know of units', () => {
  const text = `9:pids:/docker/${ID}\n8:memory:/a/b.service\n1:name=systemd:/system.slice/docker.service\n0::/\n`;
  assert.deepEqual(parseControlGroups(text), {
    systemdUnit: 'docker.service',
    container: { id: ID, runtime: 'docker' },
  });
});

test('whatever the text, it is read without failing, and a name that comes out stood in it', () => {
  const piece = fc.constantFrom('0::', '1:name=systemd:', '/', 'docker-', 'lxc', ID, '.scope', '\n', '\\x2d', 'a', '@');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const { systemdUnit, container } = parseControlGroups(text);
      assert.ok(systemdUnit === undefined || text.includes(systemdUnit));
      assert.ok(container === undefined || text.replaceAll('\\x2d', '-').includes(container.id));
    }),
  );
});
