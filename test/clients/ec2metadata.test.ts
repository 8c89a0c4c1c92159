import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { aCompleteInstance, PUBLIC_KEY } from './a-complete-instance.test-support.ts';
import { needs, networkNamespaces, program } from './available.test-support.ts';
import { startAtLinkLocal } from './link-local.test-support.ts';

// It takes its token at the literal address, whatever --url says.
suite('ec2metadata of cloud-utils', needs(program('ec2metadata', 'cloud-utils'), networkNamespaces()), async () => {
  const userData = Buffer.from([0, 1, 0xff, 0xfe, 10, 13, 0x80]);
  const openimds = await startAtLinkLocal(
    aCompleteInstance({
      httpTokens: 'required',
      userDataBase64: userData.toString('base64'),
      destinations: ['169.254.169.254'],
    }),
  );

  test('prints everything it knows', async () => {
    const { code, text, stderr } = await openimds.inside('ec2metadata', ['--url', 'http://169.254.169.254/latest']);
    assert.equal(code, 0, stderr);
    const printed = new Map(text.split('\n').map((line) => line.split(': ', 2) as [string, string]));
    const expected = {
      'ami-id': 'ami-0fedcba9876543210',
      'ami-launch-index': '0',
      'ami-manifest-path': '(unknown)',
      'ancestor-ami-ids': 'unavailable',
      'availability-zone': 'eu-west-1b',
      'availability-zone-id': 'euw1-az2',
      'group-name': 'web-group',
      'host-id': 'unavailable',
      'instance-action': 'none',
      'instance-id': 'i-0a1b2c3d4e5f67890',
      'instance-type': 'm5.large',
      'kernel-id': 'unavailable',
      'local-hostname': 'ip-10-1-2-3.eu-west-1.compute.internal',
      'local-ipv4': '10.1.2.3',
      mac: '0a:ff:aa:bb:cc:01',
      'partition-number': '3',
      profile: 'default-hvm',
      'public-hostname': 'ec2-203-0-113-77.eu-west-1.compute.amazonaws.com',
      'public-ipv4': '203.0.113.77',
      region: 'eu-west-1',
      'reservation-id': 'r-0a9b8c7d6e5f43210',
      'security-groups': 'web',
    };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, printed.get(name)])), expected);
    assert.match(text, /^block-device-mapping: ami\nebs1\nephemeral0\nroot$/m);
    assert.ok(text.includes(`public-keys: ['${PUBLIC_KEY}']\n`));
  });

  test('asks for the version of 2009 of its own accord, which had no more', async () => {
    const { text } = await openimds.inside('ec2metadata', []);
    assert.match(text, /^instance-type: m5\.large$/m);
    assert.match(text, /^region: unavailable$/m);
  });

  test('prints single items', async () => {
    const { text } = await openimds.inside('ec2metadata', ['--instance-id', '--availability-zone']);
    assert.equal(text, 'i-0a1b2c3d4e5f67890\neu-west-1b\n');
    assert.ok((await openimds.inside('ec2metadata', ['--user-data'])).stdout.equals(userData));
  });
});
