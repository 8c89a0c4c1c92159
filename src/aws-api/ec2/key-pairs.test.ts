import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  CreateKeyPairCommand,
  DeleteKeyPairCommand,
  DescribeKeyPairsCommand,
  ImportKeyPairCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, KeyPairInfo } from '@aws-sdk/client-ec2';
import { anApi, errorOf } from '../an-api.test-support.ts';

async function shown(ec2: EC2Client, KeyName: string): Promise<KeyPairInfo> {
  const { KeyPairs = [] } = await ec2.send(
    new DescribeKeyPairsCommand({ KeyNames: [KeyName], IncludePublicKey: true }),
  );
  assert.ok(KeyPairs[0]);
  return KeyPairs[0];
}

/** What `ssh-keygen` makes of a private key. */
function sshKeygen(t: TestContext, material: string, ...options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'key-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'key');
  writeFileSync(file, `${material}\n`, { mode: 0o600 });
  return execFileSync('ssh-keygen', [...options, '-f', file], { encoding: 'utf8' });
}

for (const KeyType of ['rsa', 'ed25519'] as const) {
  test(`the private key of a new ${KeyType} pair is that of its public key`, async (t) => {
    const on = await anApi(t);
    const { ec2 } = on.clients();
    const made = await ec2.send(new CreateKeyPairCommand({ KeyName: 'mine', KeyType }));
    const line = sshKeygen(t, made.KeyMaterial ?? '', '-y').trim();
    const key = await shown(ec2, 'mine');
    assert.equal(key.PublicKey?.split(' ', 2).join(' '), line.split(' ', 2).join(' '));
    assert.equal(key.PublicKey?.split(' ')[2], 'mine');
    assert.equal(key.KeyFingerprint, made.KeyFingerprint);
    assert.equal(key.KeyType, KeyType);
    assert.match(key.KeyPairId ?? '', /^key-[\da-f]{17}$/);
    assert.equal(JSON.stringify(on.events).includes((made.KeyMaterial ?? '').split('\n')[1] ?? ''), false);
    assert.equal(JSON.stringify(await on.registry.read(0)).includes('PRIVATE'), false);
  });
}

test('fingerprints are those that the documented commands give', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const made = await ec2.send(new CreateKeyPairCommand({ KeyName: 'made' }));
  const der = createPrivateKey(made.KeyMaterial ?? '').export({ format: 'der', type: 'pkcs8' });
  assert.equal(made.KeyFingerprint?.replaceAll(':', ''), createHash('sha1').update(der).digest('hex'));
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const imported = await ec2.send(
    new ImportKeyPairCommand({ KeyName: 'imported', PublicKeyMaterial: Buffer.from(spki.toString('base64')) }),
  );
  assert.equal(imported.KeyFingerprint?.replaceAll(':', ''), createHash('md5').update(spki).digest('hex'));
  const ed = await ec2.send(new CreateKeyPairCommand({ KeyName: 'ed', KeyType: 'ed25519' }));
  const listed = sshKeygen(t, ed.KeyMaterial ?? '', '-l');
  assert.ok(listed.includes(`SHA256:${ed.KeyFingerprint?.replace(/=$/, '')} `));
});

test('a key in any of the formats that EC2 takes is the same key', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { KeyMaterial = '' } = await ec2.send(new CreateKeyPairCommand({ KeyName: 'source' }));
  const { PublicKey = '' } = await shown(ec2, 'source');
  const spki = createPrivateKey(KeyMaterial);
  const formats: Readonly<Record<string, string>> = {
    openssh: `${PublicKey} and more\n`,
    rfc4716: sshKeygen(t, KeyMaterial, '-e', '-m', 'RFC4716'),
    pem: sshKeygen(t, KeyMaterial, '-e', '-m', 'PKCS8'),
  };
  assert.equal(spki.type, 'private');
  for (const [KeyName, text] of Object.entries(formats)) {
    await ec2.send(new ImportKeyPairCommand({ KeyName, PublicKeyMaterial: Buffer.from(text) }));
    assert.equal((await shown(ec2, KeyName)).PublicKey?.split(' ')[1], PublicKey.split(' ')[1], KeyName);
  }
});

for (const KeyType of ['rsa', 'ed25519'] as const) {
  test(`a PuTTY file of an ${KeyType} key has the public key and a MAC over everything`, async (t) => {
    const on = await anApi(t);
    const { ec2 } = on.clients();
    const { KeyMaterial = '' } = await ec2.send(
      new CreateKeyPairCommand({ KeyName: 'putty', KeyType, KeyFormat: 'ppk' }),
    );
    assert.match(KeyMaterial, /^PuTTY-User-Key-File-2: ssh-(?:rsa|ed25519)\nEncryption: none\nComment: putty\n/);
    const lines = KeyMaterial.split('\n');
    const count = Number(lines[3]?.split(' ')[1]);
    const { PublicKey } = await shown(ec2, 'putty');
    assert.equal(lines.slice(4, 4 + count).join(''), PublicKey?.split(' ')[1]);
    assert.match(lines.at(-1) ?? '', /^Private-MAC: [\da-f]{40}$/);
  });
}

test('what is wrong with a key pair is told in words of EC2', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const importing = (text: string): Promise<unknown> =>
    ec2.send(new ImportKeyPairCommand({ KeyName: 'bad', PublicKeyMaterial: Buffer.from(text) }));
  for (const text of [
    '',
    'nonsense',
    'ssh-rsa AAAA',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==',
    'ecdsa-sha2-nistp256 AAAA',
  ]) {
    assert.equal(await errorOf(importing(text)), 'InvalidKey.Format', text);
  }
  const short = generateKeyPairSync('rsa', { modulusLength: 768 }).publicKey.export({ format: 'pem', type: 'spki' });
  assert.equal(await errorOf(importing(short.toString())), 'InvalidKey.Format');
  const made = await Promise.allSettled(
    Array.from({ length: 4 }, () => ec2.send(new CreateKeyPairCommand({ KeyName: 'once', KeyType: 'ed25519' }))),
  );
  assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal(await errorOf(ec2.send(new CreateKeyPairCommand({ KeyName: 'once' }))), 'InvalidKeyPair.Duplicate');
  assert.equal(
    await errorOf(ec2.send(new DescribeKeyPairsCommand({ KeyNames: ['never'] }))),
    'InvalidKeyPair.NotFound',
  );
  assert.equal(await errorOf(ec2.send(new DeleteKeyPairCommand({ KeyName: 'never' }))), undefined);
  assert.equal(await errorOf(ec2.send(new DeleteKeyPairCommand({}))), 'MissingParameter');
  const { KeyPairId } = await shown(ec2, 'once');
  assert.equal((await ec2.send(new DeleteKeyPairCommand({ KeyPairId }))).Return, true);
  assert.equal(await errorOf(shown(ec2, 'once')), 'InvalidKeyPair.NotFound');
});
