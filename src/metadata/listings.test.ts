import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InstanceProfile, ProfileStatus } from '#model';
import { anInstance, options } from './an-instance.test-support.ts';
import type { Said } from './an-instance.test-support.ts';
import { resolve, VERSIONS } from './index.ts';

const MAC = '02:29:96:8f:6a:2d';
const SECOND_MAC = '02:29:96:8f:6a:2e';

/** What a path lists, line by line. */
function list(said: Said, path: string): readonly string[] | undefined {
  const content = resolve(anInstance(said), path);
  return content?.kind === 'text' ? content.text.split('\n') : undefined;
}

function profile(status: ProfileStatus): Said {
  const instanceProfile: InstanceProfile = {
    name: 'web',
    arn: 'arn:aws:iam::123456789012:instance-profile/web',
    id: 'AIPAVMQT32F2QEXAMPLE',
    status,
    roleName: status === 'no-role' ? '' : 'web-role',
    roleId: 'AROAVMQT32F2QEXAMPLE',
    roleArn: 'arn:aws:iam::123456789012:role/web-role',
  };
  return { instanceProfile };
}

const RICH: Said = {
  ...profile('ready'),
  targetLifecycleState: 'InService',
  managedSshKeys: { signerCert: 'PEM', activeKeys: {}, signerOcsp: {} },
  keyPair: { name: 'my-public-key', publicKey: 'ssh-rsa AAAA' },
  spotInterruption: { action: 'terminate', timeMs: 0 },
  metadataOptions: options('enabled'),
  tags: { Name: 'web', Environment: '', 'not a key': 'x' },
  userDataBase64: 'eA==',
  monitoring: 'disabled',
  networkInterfaces: [
    {
      mac: MAC,
      networkCard: 0,
      privateIpv4s: ['10.0.0.5'],
      publicAddresses: [{ publicIpv4: '203.0.113.25' }],
      ipv6s: ['2600:1f16:67f:f201::5'],
    },
    { mac: SECOND_MAC },
  ],
};

describe('a listing', () => {
  test('of the root is the versions, oldest first, without a line feed at its end', () => {
    assert.deepEqual(list({}, '/'), VERSIONS);
    assert.equal(VERSIONS.length, 30);
  });

  test('of a version has no slashes, and user-data only if there is some', () => {
    assert.deepEqual(list(RICH, '/latest/'), ['dynamic', 'meta-data', 'user-data']);
    assert.deepEqual(list({}, '/latest'), ['dynamic', 'meta-data']);
    assert.deepEqual(list(RICH, '/2008-09-01/'), ['meta-data', 'user-data']);
    assert.deepEqual(list(RICH, '/2009-04-04/'), ['dynamic', 'meta-data', 'user-data']);
  });

  test('of meta-data is alphabetical, as real instances list it', () => {
    assert.deepEqual(
      list(RICH, '/latest/meta-data/')?.join(' '),
      'ami-id ami-launch-index ami-manifest-path autoscaling/ block-device-mapping/ events/ hibernation/ hostname ' +
        'iam/ identity-credentials/ instance-action instance-id instance-life-cycle instance-type ipv6 ' +
        'local-hostname local-ipv4 mac managed-ssh-keys/ metrics/ network/ placement/ profile public-hostname ' +
        'public-ipv4 public-keys/ reservation-id security-groups services/ spot/ system tags/',
    );
  });

  test('of an interface is alphabetical and leaves out the old name of network-card', () => {
    assert.deepEqual(
      list(RICH, `/latest/meta-data/network/interfaces/macs/${MAC}/`)?.join(' '),
      'device-number interface-id ipv4-associations/ ipv6s local-hostname local-ipv4s mac network-card owner-id ' +
        'public-hostname public-ipv4s security-group-ids security-groups subnet-id subnet-ipv4-cidr-block ' +
        'subnet-ipv6-cidr-blocks vpc-id vpc-ipv4-cidr-block vpc-ipv4-cidr-blocks vpc-ipv6-cidr-blocks',
    );
  });

  test('of dynamic data keeps the documented order', () => {
    assert.deepEqual(list(RICH, '/latest/dynamic'), ['fws/', 'instance-identity/']);
    assert.deepEqual(list({}, '/latest/dynamic/'), ['instance-identity/']);
    assert.deepEqual(list({}, '/latest/dynamic/instance-identity'), ['document', 'rsa2048', 'pkcs7', 'signature']);
  });

  test('of keys that depend on the instance names each as clients expect', () => {
    const at = (path: string) => list(RICH, `/latest/meta-data/${path}`);
    assert.deepEqual(at('public-keys/'), ['0=my-public-key']);
    assert.deepEqual(at('public-keys/0/'), ['openssh-key']);
    assert.deepEqual(at('tags/'), ['instance/']);
    assert.deepEqual(at('tags/instance/'), ['Name', 'Environment']);
    assert.deepEqual(at('iam/security-credentials/'), ['web-role']);
    assert.deepEqual(at('network/interfaces/macs/'), [`${MAC}/`, `${SECOND_MAC}/`]);
    assert.deepEqual(at(`network/interfaces/macs/${MAC}/ipv4-associations/`), ['203.0.113.25']);
    assert.deepEqual(at('block-device-mapping/'), ['ami', 'root']);
    assert.deepEqual(at('managed-ssh-keys/'), ['signer-cert']);
  });

  test('is 404 where nothing is present below it', () => {
    for (const path of ['spot', 'iam', 'tags', 'tags/instance', 'public-keys', 'public-keys/0', 'managed-ssh-keys']) {
      assert.equal(list({}, `/latest/meta-data/${path}/`), undefined, path);
    }
    assert.equal(list({}, '/latest/meta-data/network/interfaces/macs/02:00:00:00:00:00/'), undefined);
  });
});

describe('an IPv6-only interface', () => {
  const path = `/latest/meta-data/network/interfaces/macs/${MAC}/`;
  test('shows nothing of IPv4', () => {
    const names = list({ networkInterfaces: [{ mac: MAC, ipv6s: ['2600:1f16::5'] }] }, path);
    assert.deepEqual(
      names?.filter((name) => name.includes('ipv4')),
      [],
    );
    assert.ok(names?.includes('ipv6s'));
  });
});

describe('an empty tag', () => {
  test('answers with no bytes, which is not a 404', () => {
    assert.deepEqual(resolve(anInstance(RICH), '/latest/meta-data/tags/instance/Environment'), {
      kind: 'text',
      text: '',
    });
  });
});

describe('a key', () => {
  test('that no tag in metadata may have is neither listed nor answered', () => {
    const said = {
      tags: { Name: 'web', 'not a key': 'x', _index: 'x', '!': 'x' },
      metadataOptions: options('enabled'),
    };
    const path = '/latest/meta-data/tags/instance';
    assert.deepEqual(list(said, path), ['Name']);
    for (const key of ['not a key', '_index', '!'])
      assert.equal(resolve(anInstance(said), `${path}/${key}`), undefined);
  });

  test('that a client cannot put into a path is neither listed nor answered', () => {
    const said = { blockDevices: { ami: 'sda', '.': 'x', '..': 'x', 'a?b': 'x', 'a%41': 'x', 'a\nb': 'x' } };
    const path = '/latest/meta-data/block-device-mapping';
    assert.deepEqual(list(said, path), ['ami']);
    for (const key of ['.', '..', 'a?b', 'a%41', 'a\nb']) assert.equal(list(said, `${path}/${key}`), undefined, key);
  });
});

describe('an instance profile', () => {
  const at = (status: ProfileStatus, path: string) => list(profile(status), `/latest/meta-data/iam/${path}`);

  test('that is in order, or whose role may not be assumed, names its role', () => {
    for (const status of ['ready', 'role-unauthorized'] as const) {
      assert.deepEqual(at(status, ''), ['info', 'security-credentials/']);
      assert.deepEqual(at(status, 'security-credentials/'), ['web-role']);
    }
  });

  test('without a role, or that is gone, still has its info and names no role', () => {
    for (const status of ['no-role', 'profile-not-found'] as const) {
      assert.deepEqual(at(status, ''), ['info']);
      assert.equal(at(status, 'security-credentials/'), undefined);
      assert.equal(
        resolve(anInstance(profile(status)), '/latest/meta-data/iam/security-credentials/web-role'),
        undefined,
      );
    }
  });
});

describe('the extended credentials path', () => {
  const instance = anInstance(profile('ready'));
  const path = '/latest/meta-data/iam/security-credentials-extended/';

  test('is a 404 unless the feature is on', () => {
    assert.equal(resolve(instance, path), undefined);
    assert.equal(resolve(instance, `${path}web-role`), undefined);
    assert.equal(resolve(instance, path, { securityCredentialsExtended: false }), undefined);
  });

  test('with the feature on lists the role, but iam/ does not list it', () => {
    const features = { securityCredentialsExtended: true };
    assert.deepEqual(resolve(instance, path, features), { kind: 'text', text: 'web-role' });
    assert.deepEqual(resolve(instance, '/latest/meta-data/iam/', features), {
      kind: 'text',
      text: 'info\nsecurity-credentials/',
    });
  });
});
