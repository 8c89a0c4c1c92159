import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';
import { shellText } from './command.ts';
import type { Command } from './command.ts';
import type { LinkedAddress } from './linked-address.ts';
import { isPresent, knownLinks } from './machine-network.ts';
import type { Interface, MachineNetwork } from './machine-network.ts';
import { FAMILIES, METADATA_ADDRESS } from './metadata-address.ts';
import type { Family } from './metadata-address.ts';
import { planDown, planUp } from './plan-link.ts';
import type { LinkPlan } from './plan-link.ts';

const nothing = (ipv6 = true): Interface => ({ addresses: new Set(), ipv6 });

function machine(interfaces: Record<string, Interface>, rest: Partial<MachineNetwork> = {}): MachineNetwork {
  return { interfaces: new Map(Object.entries(interfaces)), table: undefined, record: [], ...rest };
}

function up(seen: MachineNetwork, name: string, port = 1338): LinkPlan {
  const plan = planUp(seen, { interface: name, port });
  assert.ok(plan.ok, plan.ok ? '' : plan.error);
  return plan.value;
}

/** What a machine is after these commands; what nobody could run is a failure. */
function after(seen: MachineNetwork, { commands, links }: LinkPlan, count = commands.length): MachineNetwork {
  const interfaces = new Map([...seen.interfaces].map(([name, held]) => [name, new Set(held.addresses)]));
  let { table } = seen;
  for (const { program, args, input } of commands.slice(0, count)) {
    if (program === 'nft') table = input === undefined ? undefined : rulesIn(input);
    else changeAddress(interfaces, args);
  }
  const entries = [...seen.interfaces].map(([name, { ipv6 }]) => {
    return [name, { ipv6, addresses: interfaces.get(name) ?? new Set<Family>() }] as const;
  });
  const record = count < commands.length ? [...links, ...gone(seen, links)] : links;
  return { interfaces: new Map(entries), table, record };
}

function gone(seen: MachineNetwork, links: readonly LinkedAddress[]): readonly LinkedAddress[] {
  return knownLinks(seen).filter(
    (one) => !links.some((it) => it.interface === one.interface && it.family === one.family),
  );
}

function changeAddress(interfaces: ReadonlyMap<string, Set<Family>>, args: readonly string[]): void {
  const [, action, prefix = '', , name = ''] = args;
  const family = FAMILIES.find((each) => prefix.startsWith(`${METADATA_ADDRESS[each]}/`));
  const held = interfaces.get(name);
  assert.ok(held !== undefined && family !== undefined, args.join(' '));
  if (action === 'add') assert.ok(!held.has(family), 'an address is added once');
  if (action === 'add') held.add(family);
  else assert.ok(held.delete(family), 'an address that is not there cannot be deleted');
}

function rulesIn(input: string): readonly LinkedAddress[] {
  return [...input.matchAll(/comment "openimds (\S+) (ipv4|ipv6) (\d+) (added|found)"/g)].map(
    ([, name, family, port, address]) => ({ interface: name, family, port: Number(port), address }) as LinkedAddress,
  );
}

const texts = ({ commands }: { commands: readonly Command[] }): readonly string[] => commands.map(shellText);

test('this machine gets both addresses on loopback, and port 80 redirected', () => {
  const [table = '', ...rest] = texts(up(machine({ lo: nothing() }), 'lo'));
  assert.match(table, /^nft -f - <<'EOF'\ntable inet openimds\ndelete table inet openimds\ntable inet openimds \{/);
  assert.match(
    table,
    /type nat hook output .*\n.*oifname "lo" ip daddr 169.254.169.254 tcp dport 80 redirect to :1338/,
  );
  assert.doesNotMatch(table, /prerouting/);
  assert.deepEqual(rest, [
    'ip address add 169.254.169.254/32 dev lo scope host',
    'ip address add fd00:ec2::254/128 dev lo preferred_lft 0 nodad',
  ]);
});

test('guests of a bridge keep the address they called, so loopback stays closed to them', () => {
  const [table = '', ...rest] = texts(up(machine({ lo: nothing(), br0: nothing() }), 'br0', 8080));
  assert.match(table, /iifname "br0" ip daddr 169.254.169.254 tcp dport 80 dnat ip to 169.254.169.254:8080/);
  assert.match(table, /iifname "br0" ip6 daddr fd00:ec2::254 tcp dport 80 dnat ip6 to \[fd00:ec2::254\]:8080/);
  assert.equal(rest[0], 'ip address add 169.254.169.254/32 dev br0 scope link');
});

test('port 80 is claimed too, lest others translate it, and without IPv6 there is one address', () => {
  const [table = '', ...rest] = texts(up(machine({ lo: nothing(false) }), 'lo', 80));
  assert.match(table, /tcp dport 80 dnat ip to 169\.254\.169\.254:80 comment/);
  assert.deepEqual(rest, ['ip address add 169.254.169.254/32 dev lo scope host']);
});

test('an interface that is not there is named with those that are', () => {
  const plan = planUp(machine({ lo: nothing(), eth0: nothing() }), { interface: 'br0', port: 1338 });
  assert.deepEqual(plan, { ok: false, error: 'there is no interface br0 here. There are lo, eth0' });
});

test('an address that was there before stays there afterwards', () => {
  const before = machine({ lo: { addresses: new Set(['ipv4']), ipv6: false } });
  const linked = after(before, up(before, 'lo'));
  assert.deepEqual(texts(planDown(linked)), ['nft delete table inet openimds']);
});

test('a table without a record, and a record without a table, are enough to find everything again', () => {
  const before = machine({ lo: nothing(), br0: nothing() });
  const linked = after(before, up(before, 'br0'));
  for (const lost of [
    { ...linked, record: [] },
    { ...linked, table: undefined },
  ]) {
    const down = planDown(lost);
    assert.equal(after(lost, down).interfaces.get('br0')?.addresses.size, 0);
    assert.deepEqual(texts(up(lost, 'br0')).length, lost.table === undefined ? 1 : 0);
  }
});

test('a link whose interface is gone is forgotten', () => {
  const before = machine({ lo: nothing(), tap0: nothing() });
  const linked = after(before, up(before, 'tap0'));
  const { tap0: _, ...left } = Object.fromEntries(linked.interfaces);
  assert.deepEqual(texts(planDown({ ...linked, interfaces: new Map(Object.entries(left)) })), [
    'nft delete table inet openimds',
  ]);
});

const step = fc.oneof(
  fc.record({ verb: fc.constant('up'), name: fc.constantFrom('lo', 'br0', 'tap0'), port: fc.constantFrom(80, 1338) }),
  fc.record({ verb: fc.constant('down'), name: fc.constantFrom('lo', 'br0', 'tap0', undefined), port: fc.constant(0) }),
);
const history = fc.array(fc.tuple(step, fc.nat({ max: 6 })), { maxLength: 8 });
const found = fc.subarray(['lo', 'br0', 'tap0']);

test('whatever was done and broken off half-way, down leaves what was there before, and up is whole', () => {
  fc.assert(
    fc.property(history, found, (steps, withAddress) => {
      const held = (name: string): Interface => ({
        addresses: new Set(withAddress.includes(name) ? FAMILIES : []),
        ipv6: true,
      });
      const before = machine({ lo: held('lo'), br0: held('br0'), tap0: held('tap0') });
      let now = before;
      for (const [{ verb, name, port }, done] of steps) {
        const plan = verb === 'up' && name !== undefined ? up(now, name, port) : planDown(now, name);
        now = after(now, plan, Math.min(done, plan.commands.length));
      }
      const cleared = after(now, planDown(now));
      assert.deepEqual(cleared, before);
      const linked = after(now, up(now, 'br0'));
      assert.ok(knownLinks(linked).every((link) => isPresent(linked, link)));
      assert.deepEqual(up(linked, 'br0').commands, [], 'and once more changes nothing');
    }),
  );
});
