// The verification that AWS publishes (EC2 User Guide, "Verify the instance identity document"), command for command, with
// the certificates of openimds in the place of AWS's.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';

import { curl, needs, openssl } from './available.test-support.ts';
import { openimds as openimdsVerb, startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const FETCH = String.raw`set -e
TOKEN=$(curl -s -X PUT "$URL/latest/api/token" -H "X-aws-ec2-metadata-token-ttl-seconds: 21600")
fetch() { curl -s -f -H "X-aws-ec2-metadata-token: $TOKEN" $URL/latest/dynamic/instance-identity/$1; }
`;

const fetchPkcs7 = (name: string): string => `${FETCH}
echo "-----BEGIN PKCS7-----" >> pkcs7 && fetch ${name} >> pkcs7 && echo "" >> pkcs7 && echo "-----END PKCS7-----" >> pkcs7
fetch document > served`;

const VERIFY_PKCS7 = `set -o pipefail
openssl smime -verify -in pkcs7 -inform PEM -certfile certificate -noverify | tee document`;

const FETCH_SIGNATURE = `${FETCH}
fetch signature | base64 -d >> signature
fetch document >> document`;

const VERIFY_SIGNATURE = `openssl x509 -pubkey -noout -in certificate >> key
openssl dgst -sha256 -verify key -signature signature document`;

type Certificate = 'dsa' | 'rsa' | 'rsa2048';

/** What the two procedures differ in. */
const PKCS7_FORMS = { pkcs7: 'dsa', rsa2048: 'rsa2048' } satisfies Record<string, Certificate>;

suite('openssl', { ...needs(openssl, curl), concurrency: 4 }, async () => {
  const state = temporaryFolder();
  const { url } = await startOpenimds({
    configuration: `
account: "999988887777"
region: eu-central-1
instances: [{ id: i-0123456789abcdef9, metadataOptions: { httpTokens: required }, networkInterfaces: [{ privateIpAddress: 10.9.8.7 }] }]`,
    state,
  });

  // Signatures wait for the keys that a first start makes; then the certificates are there too.
  const signed = await run('bash', ['-c', `${FETCH}fetch signature`], { environment: { URL: url } });
  assert.equal(signed.code, 0, signed.stderr);
  const printedJson = await openimdsVerb(['certs', '--state', state, '--json']);
  assert.equal(printedJson.code, 0, printedJson.stderr);
  // What `certs --json` promises.
  const certificates = JSON.parse(printedJson.text) as Record<Certificate, string>;

  const bash = (directory: string, script: string): Promise<Finished> =>
    run('bash', ['-c', script], { directory, environment: { URL: url } });

  /** A folder with the certificate, and what the script fetches beside it. */
  async function fetched(script: string, certificate: Certificate): Promise<string> {
    const folder = temporaryFolder();
    const done = await bash(folder, script);
    assert.equal(done.code, 0, done.stderr);
    writeFileSync(join(folder, 'certificate'), certificates[certificate]);
    return folder;
  }

  function replace(folder: string, name: string, text: string, replacement: string): void {
    const before = readFileSync(join(folder, name), 'latin1');
    const after = before.replace(text, replacement);
    assert.notEqual(after, before, `${name} holds ${text}`);
    writeFileSync(join(folder, name), after, 'latin1');
  }

  for (const [name, certificate] of Object.entries(PKCS7_FORMS)) {
    test(`verifies ${name}, and finds the document in it`, async () => {
      const folder = await fetched(fetchPkcs7(name), certificate);
      const { code, text, stderr } = await bash(folder, VERIFY_PKCS7);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /Verification successful/);
      assert.equal(text, readFileSync(join(folder, 'served'), 'utf8'));
      assert.match(text, /"accountId" : "999988887777"/);
    });

    test(`refuses ${name} once the document in it is another`, async () => {
      const folder = await fetched(fetchPkcs7(name), certificate);
      const lines = readFileSync(join(folder, 'pkcs7'), 'latin1').trim().split('\n');
      const contents = Buffer.from(lines.slice(1, -1).join(''), 'base64');
      const forged = Buffer.from(contents.toString('latin1').replace('999988887777', '999988887778'), 'latin1');
      assert.notDeepEqual(forged, contents);
      const base64 = forged.toString('base64').replaceAll(/.{64}/g, '$&\n').trim();
      writeFileSync(join(folder, 'pkcs7'), `-----BEGIN PKCS7-----\n${base64}\n-----END PKCS7-----\n`);
      const { code, stderr } = await bash(folder, VERIFY_PKCS7);
      assert.notEqual(code, 0);
      assert.match(stderr, /Verification failure/);
    });

    test(`refuses ${name} with a certificate that is not its signer's`, async () => {
      const folder = await fetched(fetchPkcs7(name), certificate === 'dsa' ? 'rsa2048' : 'dsa');
      const { code, stderr } = await bash(folder, VERIFY_PKCS7);
      assert.notEqual(code, 0);
      assert.match(stderr, /Verification failure/);
    });
  }

  test('verifies signature', async () => {
    const folder = await fetched(FETCH_SIGNATURE, 'rsa');
    const { code, text, stderr } = await bash(folder, VERIFY_SIGNATURE);
    assert.equal(code, 0, stderr);
    assert.equal(text, 'Verified OK\n');
  });

  test('refuses signature once the document is another', async () => {
    const folder = await fetched(FETCH_SIGNATURE, 'rsa');
    replace(folder, 'document', '10.9.8.7', '10.9.8.6');
    const { code, text } = await bash(folder, VERIFY_SIGNATURE);
    assert.notEqual(code, 0);
    assert.match(text, /^Verification failure/);
  });

  test('finds three self-signed certificates in what openimds prints and writes', async () => {
    const folder = temporaryFolder();
    const printed = await openimdsVerb(['certs', '--state', state]);
    const written = await openimdsVerb(['certs', '--state', state, '--output', folder]);
    assert.equal(written.code, 0, written.stderr);
    const files = ['dsa.pem', 'rsa.pem', 'rsa2048.pem'].map((name) => join(folder, name));
    assert.equal(files.map((file) => readFileSync(file, 'utf8')).join(''), printed.text);
    for (const file of files) {
      const { code, stderr } = await run('openssl', ['x509', '-in', file, '-noout', '-checkend', '86400']);
      assert.equal(code, 0, stderr);
    }
  });
});

test('openimds certs says what to do where there are none', async () => {
  const { code, text, stderr } = await openimdsVerb(['certs', '--state', temporaryFolder()]);
  assert.deepEqual({ code, text }, { code: 1, text: '' });
  assert.match(stderr, /openimds up/);
});
