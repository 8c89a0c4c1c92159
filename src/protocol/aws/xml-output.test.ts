import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVICES } from './services.ts';
import { neverChanging, writeMembers } from './xml-output.ts';

const output = SERVICES.find(({ name }) => name === 'ec2')?.operations.get('DescribeInstances')?.output;

test('what never changes is written like anything else, and once', () => {
  assert.ok(output !== undefined);
  const instance = { InstanceId: 'i-1', Tags: [{ Key: 'a<b', Value: '&' }] };
  const page = (view: object): string =>
    writeMembers(output, { Reservations: [{ Instances: [view, { InstanceId: 'i-2' }] }] }, 'ec2');
  const plain = page(instance);
  assert.match(plain, /<key>a&lt;b<\/key><value>&amp;<\/value>/);
  const kept = neverChanging({ ...instance });
  assert.equal(page(kept), plain);
  kept.InstanceId = 'i-3';
  assert.equal(page(kept), plain, 'it has not been looked at again');
  assert.notEqual(page({ ...kept }), plain);
});
