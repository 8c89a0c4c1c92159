// Callers recognised by the interface they come through: two guests with the same addresses, on links of their own.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { curl, needs, program } from './available.test-support.ts';
import { curlIn, eventually, ip, namedNamespaces, namespaceNames } from './named-namespaces.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';

const ID = '/latest/meta-data/instance-id';
const V1 = 'metadataOptions: { httpTokens: optional, httpProtocolIpv6: enabled }';
const [SERVER, BLUE, GREEN] = namespaceNames('s', 'b', 'g');

/** A link between the server and a guest, which has 10.0.0.2 and fd01::2, and 10.0.0.3 to pretend with. */
const link = (guest: string, name: string): string => `
ip netns add ${guest}; ip -n ${guest} link set lo up
ip -n ${SERVER} link add ${name} type veth peer name eth0 netns ${guest}
ip -n ${SERVER} addr add 10.0.0.1/24 dev ${name}; ip -n ${SERVER} addr add fd01::1/64 dev ${name} nodad
ip -n ${SERVER} addr add fd00:ec2::254/128 dev ${name} nodad
ip -n ${SERVER} link set ${name} up
ip -n ${guest} addr add 10.0.0.2/24 dev eth0; ip -n ${guest} addr add 10.0.0.3/24 dev eth0
ip -n ${guest} addr add fd01::2/64 dev eth0 nodad; ip -n ${guest} link set eth0 up
ip -n ${guest} route add 169.254.169.254/32 dev eth0; ip -n ${guest} route add fd00:ec2::254/128 dev eth0`;

const TOPOLOGY = `
ip netns add ${SERVER}; ip -n ${SERVER} link set lo up
ip netns exec ${SERVER} sh -c 'for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 > $f; done'
ip -n ${SERVER} addr add 169.254.169.254/32 dev lo; ip -n ${SERVER} addr add fd00:ec2::254/128 dev lo nodad
${link(BLUE, 'tap-blue')}${link(GREEN, 'tap-green')}`;

const from = (namespace: string, source: string, url = `http://169.254.169.254${ID}`): Promise<string> =>
  curlIn(namespace, '--interface', source, url);

const tools = [curl, program('ip', 'iproute2'), namedNamespaces];

suite('tenants with the same addresses', needs(...tools), async () => {
  ip(TOPOLOGY);
  const openimds = await startOpenimds({
    // The listener for everybody has the same address and port as those of the interfaces.
    port: 80,
    flags: ['--host', '169.254.169.254', '--host', 'fd00:ec2::254'],
    within: ['ip', 'netns', 'exec', SERVER],
    configuration: `
dataPlane:
  listen:
    - { host: 169.254.169.254, port: 8080, interface: tap-blue, network: blue }
    - { host: 169.254.169.254, port: 8080, interface: tap-green, network: green }
instances:
  - { id: i-000000000000000b1, ${V1}, attach: [{ interface: tap-blue }] }
  - { id: i-000000000000000a1, ${V1}, attach: [{ interface: tap-green, source: 10.0.0.2 }, { interface: tap-green, source: "fd01::2" }] }
  - { id: i-000000000000000b2, ${V1}, attach: [{ source: 10.0.0.2, network: blue }] }
  - { id: i-000000000000000a2, ${V1}, attach: [{ source: 10.0.0.2, network: green }] }
  - { id: i-000000000000000e1, ${V1}, attach: [{ source: 10.0.0.2 }, { source: 10.0.0.3 }] }
  - { id: i-000000000000000d1, ${V1}, attach: [{ interface: tap-later }] }
`,
  });

  test('get their own data, over IPv4 and IPv6', async () => {
    assert.equal(await from(BLUE, '10.0.0.2'), 'i-000000000000000b1');
    assert.equal(await from(GREEN, '10.0.0.2'), 'i-000000000000000a1');
    const ipv6 = `http://[fd00:ec2::254]${ID}`;
    assert.equal(await from(BLUE, 'fd01::2', ipv6), 'i-000000000000000b1');
    assert.equal(await from(GREEN, 'fd01::2', ipv6), 'i-000000000000000a1');
  });

  test('get it in the networks of further listeners too', async () => {
    const url = `http://169.254.169.254:8080${ID}`;
    assert.equal(await from(BLUE, '10.0.0.2', url), 'i-000000000000000b2');
    assert.equal(await from(GREEN, '10.0.0.2', url), 'i-000000000000000a2');
    assert.equal(await from(GREEN, '10.0.0.3', url), '');
  });

  test('are refused with a source that is not theirs', async () => {
    assert.equal(await from(GREEN, '10.0.0.3'), '');
    assert.equal(await from(BLUE, '10.0.0.3'), 'i-000000000000000b1', 'any source is good on this interface');
  });

  test('are served on an interface that comes later', async () => {
    assert.ok(openimds.events().some(({ message }) => message.includes('interface tap-later')));
    const [later] = namespaceNames('l');
    ip(link(later, 'tap-later'));
    await eventually(async () => (await from(later, '10.0.0.2')) === 'i-000000000000000d1');
    ip(`ip -n ${SERVER} link delete tap-later; ip netns delete ${later}; ${link(later, 'tap-later')}`);
    await eventually(async () => (await from(later, '10.0.0.2')) === 'i-000000000000000d1', 'another of its name');
  });
});
