import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { InstanceDeclaration } from '#model';
import { declared, put } from './declaration.test-support.ts';
import { Replica } from './replica.ts';

const INSTANCES = 20_000;
const BYTES_EACH = 900;

// The flag gives a global function to contexts made from now on.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it('an instance with interface, tags, profile and attachment takes at most 900 bytes', () => {
  const replica = new Replica();
  const before = heapBytes();
  for (let number = 1; number <= INSTANCES; number++) replica.apply([put(number, realistic(number))]);
  const bytesEach = (heapBytes() - before) / INSTANCES;
  assert.equal(replica.size, INSTANCES);
  assert.ok(bytesEach <= BYTES_EACH, `${Math.round(bytesEach)} bytes each`);
});

it('what has changed or gone takes nothing', () => {
  const replica = new Replica();
  const { id } = declared(1);
  const before = heapBytes();
  for (let round = 1; round <= INSTANCES; round++) {
    const attachments = [{ kind: 'source', address: '10.0.0.1', network: `network-${round}` }] as const;
    replica.apply([
      put(2 * round, declared(1, { imageId: `ami-${round}`, attachments })),
      ...(round % 2 === 0 ? [{ kind: 'instance', id, revision: 2 * round + 1, body: undefined }] : []),
    ]);
  }
  const bytesEach = (heapBytes() - before) / INSTANCES;
  assert.equal(replica.size, 0);
  assert.ok(bytesEach <= 50, `${Math.round(bytesEach)} bytes each`);
});

function realistic(number: number): InstanceDeclaration {
  const host = `${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
  const role = `app-role-${number % 20}`;
  return declared(number, {
    imageId: `ami-0123456789abcde${number % 10}0`,
    instanceType: ['t3.micro', 'm7g.large', 'c7i.xlarge'][number % 3] ?? '',
    tags: { Name: `web-${number}`, Environment: 'production', Team: 'platform' },
    instanceProfile: {
      name: role,
      arn: `arn:aws:iam::123456789012:instance-profile/${role}`,
      id: 'AIPA0123456789ABCDEFG',
      status: 'ready',
      roleName: role,
      roleId: 'AROA0123456789ABCDEFG',
      roleArn: `arn:aws:iam::123456789012:role/${role}`,
    },
    networkInterfaces: [
      {
        privateIpv4s: [`10.${host}`],
        publicAddresses: [{ publicIpv4: `203.${host}` }],
        ipv6s: [`2001:db8::${number.toString(16)}`],
        subnetId: 'subnet-0123456789abcdef0',
        vpcId: 'vpc-0123456789abcdef0',
        securityGroups: [{ name: 'web' }],
      },
    ],
    attachments: [{ kind: 'source', address: `10.${host}`, network: 'default' }],
  });
}
