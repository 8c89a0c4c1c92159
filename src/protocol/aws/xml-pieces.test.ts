import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SERVICES } from './services.ts';
import { laidOutLater, neverChanging, writeMembers } from './xml-output.ts';
import { membersInPieces } from './xml-pieces.ts';

const output = SERVICES.find(({ name }) => name === 'ec2')?.operations.get('DescribeInstances')?.output;
assert.ok(output !== undefined);

const instance = fc.record(
  { InstanceId: fc.string(), Tags: fc.array(fc.record({ Key: fc.string(), Value: fc.string() }), { maxLength: 2 }) },
  { requiredKeys: [] },
);
const reservation = fc.record(
  { ReservationId: fc.string(), Instances: fc.array(instance, { maxLength: 3 }), Groups: fc.constant([]) },
  { requiredKeys: [] },
);
const page = fc.record(
  { Reservations: fc.array(reservation, { maxLength: 3 }), NextToken: fc.string() },
  { requiredKeys: [] },
);

test('in pieces an output is what it is as a whole', () => {
  const same = (values: Readonly<Record<string, unknown>>): void =>
    assert.equal([...membersInPieces(output, values, 'ec2')].join(''), writeMembers(output, values, 'ec2'));
  fc.assert(fc.property(page, same));
});

test('what is laid out later is laid out when its piece is written, and is written like anything else', () => {
  const laidOut: string[] = [];
  const later = (id: string): { readonly InstanceId: string } =>
    laidOutLater(() => {
      laidOut.push(id);
      return { InstanceId: id };
    });
  const values = { Reservations: [{ Instances: [later('i-1'), later('i-2')] }, { Instances: [later('i-3')] }] };
  const seen: string[] = [];
  for (const piece of membersInPieces(output, values, 'ec2')) {
    const [, id] = /<instanceId>([^<]+)</.exec(piece) ?? [];
    if (id === undefined) continue;
    seen.push(id);
    assert.deepEqual(laidOut, seen);
  }
  assert.deepEqual(seen, ['i-1', 'i-2', 'i-3']);
});

test('what never changes is written once, in pieces too', () => {
  let looks = 0;
  const kept = neverChanging({
    InstanceId: 'i-1',
    get Tags() {
      looks++;
      return [{ Key: 'Name', Value: 'web' }];
    },
  });
  const write = (): string => [...membersInPieces(output, { Reservations: [{ Instances: [kept] }] }, 'ec2')].join('');
  const first = write();
  const looksFirst = looks;
  assert.equal(write(), first);
  assert.equal(looks, looksFirst);
});
