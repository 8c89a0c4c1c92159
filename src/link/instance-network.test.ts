import assert from 'node:assert/strict';
import { test } from 'node:test';

import { instanceCommand } from './instance-command.ts';
import { instanceNetwork } from './instance-network.ts';

const pathOf = (place: number): string => `/ns/${place}`;

test('on the instance itself, the metadata is one link away', () => {
  assert.deepEqual(instanceNetwork(1, ['ipv4'], pathOf), [
    `link set lo up
link add eth1 type veth peer name eth0 netns /ns/1
link set eth1 up
address add 198.18.1.1/30 dev eth1
address add 169.254.169.254/32 dev eth1
`,
    `link set lo up
link set eth0 up
address add 198.18.1.2/30 dev eth0
route add 169.254.169.254 via 198.18.1.1
`,
  ]);
});

test('routers between know both ends, and each other over links of their own', () => {
  const [service = '', first = '', second = '', program = '', ...rest] = instanceNetwork(3, ['ipv4', 'ipv6'], pathOf);
  assert.equal(rest.length, 0);
  assert.match(service, /route add 198\.18\.0\.0\/16 via 198\.18\.1\.2\nroute add fd8c:\S+::\/48 via fd8c:\S+:1::2\n$/);
  assert.match(
    first,
    /route add 169\.254\.169\.254 via 198\.18\.1\.1\nroute add 198\.18\.0\.0\/16 via 198\.18\.2\.2\n/,
  );
  assert.match(second, /route add 169\.254\.169\.254 via 198\.18\.2\.1\nroute add fd00:ec2::254 via fd8c:\S+:2::1\n$/);
  assert.match(program, /address add fd8c:\S+:3::2\/64 nodad dev eth0\n/);
  assert.doesNotMatch(program, /default|eth1/, 'nothing leads out');
});

test('a program there keeps its arguments, and no powers but those of root', () => {
  const place = { networkPath: '/proc/1/fd/9', dropsPowers: false };
  assert.deepEqual(instanceCommand(place, ['sh', '-c', 'echo "$1"', 'a b']), {
    program: 'nsenter',
    args: ['--net=/proc/1/fd/9', '--', 'setpriv', '--pdeathsig=KILL', '--', 'sh', '-c', 'echo "$1"', 'a b'],
  });
  const { args } = instanceCommand({ ...place, dropsPowers: true, resolvConf: '/tmp/x/resolv.conf' }, ['true']);
  assert.match(
    args.join(' '),
    /-- unshare --mount -- sh -c .* \/tmp\/x\/resolv\.conf setpriv --pdeathsig=KILL --inh-caps=-all --ambient-caps=-all -- true$/s,
  );
});
