import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { identityDocument } from '#metadata';
import { anInstance, LAUNCHED } from './an-instance.test-support.ts';
import { generateIdentityKeys } from './identity-keys.ts';
import type { IdentitySignature } from './identity-keys.ts';
import { identitySigner } from './identity-signer.ts';

// The commands are those of the EC2 User Guide ("Verify instance identity documents for Amazon EC2 instances"), with `cat` of a
// file in the place of `curl`.
const skip = spawnSync('openssl', ['version']).error !== undefined && 'openssl is not installed';
const keys = await generateIdentityKeys();
const signer = identitySigner(keys);
const document = identityDocument(anInstance());
const signed = (name: IdentitySignature): string => signer.sign(name, document, LAUNCHED + 3000);
const folder = mkdtempSync(join(tmpdir(), 'identity-'));
after(() => rmSync(folder, { recursive: true }));

function sh(commands: string, files: Readonly<Record<string, string>>): { status: number | null; output: string } {
  const cwd = mkdtempSync(join(folder, 'run-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', commands], { cwd });
  return { status, output: `${String(stdout)}${String(stderr)}` };
}

const WRAP = 'echo "-----BEGIN PKCS7-----" >> f && cat body >> f && echo "" >> f && echo "-----END PKCS7-----" >> f';
const VERIFY_PKCS7 = `${WRAP}
openssl smime -verify -in f -inform PEM -certfile certificate -noverify > document.out`;
const VERIFY_SIGNATURE = `cat body | base64 -d >> signature
openssl x509 -pubkey -noout -in certificate >> key
openssl dgst -sha256 -verify key -signature signature document`;

for (const name of ['pkcs7', 'rsa2048'] as const) {
  const certificate = keys[name].certificatePem;

  test(`${name} verifies with the command AWS publishes and gives the document`, { skip }, () => {
    const { status, output } = sh(`${VERIFY_PKCS7}; cmp document.out document`, {
      body: signed(name),
      certificate,
      document,
    });
    assert.match(output, /Verification successful/);
    assert.equal(status, 0);
  });

  test(`${name} fails when one byte of the document is another`, { skip }, () => {
    const der = Buffer.from(signed(name), 'base64');
    const at = der.indexOf('us-east-1a');
    der[at + 9] = (der[at + 9] ?? 0) ^ 1;
    const body = der.toString('base64').replaceAll(/.{76}(?=.)/g, '$&\n');
    const { status, output } = sh(VERIFY_PKCS7, { body, certificate });
    assert.match(output, /Verification failure/);
    assert.notEqual(status, 0);
  });

  test(`${name} fails with the certificate of another key`, { skip }, async () => {
    const others = await generateIdentityKeys();
    assert.notEqual(sh(VERIFY_PKCS7, { body: signed(name), certificate: others[name].certificatePem }).status, 0);
  });

  test(`${name} also verifies as CMS, and against its certificate as trust anchor`, { skip }, () => {
    const files = { body: signed(name), certificate };
    const verify =
      'base64 -d body | openssl cms -verify -inform DER -certfile certificate -CAfile certificate -purpose any';
    assert.deepEqual([sh(`${verify} >/dev/null`, files).status, sh(`${verify} -noverify`, files).status], [0, 0]);
  });

  test(
    `${name} was signed three seconds after launch, carries no certificate and the three attributes`,
    { skip },
    () => {
      const print = 'base64 -d body | openssl cms -cmsout -print -inform DER';
      const { output } = sh(print, { body: signed(name) });
      assert.match(output, /UTCTIME:Mar 27 02:35:33 2026 GMT/);
      assert.match(output, /certificates:\s+<ABSENT>/);
      for (const attribute of ['contentType', 'messageDigest', 'signingTime']) assert.ok(output.includes(attribute));
    },
  );
}

test('signature verifies with the command AWS publishes', { skip }, () => {
  const files = { body: signed('signature'), document, certificate: keys.signature.certificatePem };
  const { status, output } = sh(VERIFY_SIGNATURE, files);
  assert.match(output, /Verified OK/);
  assert.equal(status, 0);
});

test('signature fails when any one byte of the document is another', { skip }, () => {
  const changed = document.replace('t3.micro', 't3.nicro');
  assert.notEqual(changed, document);
  const files = { body: signed('signature'), document: changed, certificate: keys.signature.certificatePem };
  const { status, output } = sh(VERIFY_SIGNATURE, files);
  assert.match(output, /Verification failure/i);
  assert.notEqual(status, 0);
});

test('bodies are base64 in lines of 76 columns and end without a line feed', () => {
  for (const name of ['signature', 'pkcs7', 'rsa2048'] as const) {
    const lines = signed(name).split('\n');
    const last = lines.pop() ?? '';
    assert.ok(lines.every((line) => /^[A-Za-z0-9+/]{76}$/.test(line)));
    assert.match(last, /^[A-Za-z0-9+/=]{1,76}$/);
  }
  assert.deepEqual(
    signed('signature')
      .split('\n')
      .map((line) => line.length),
    [76, 76, 20],
  );
});

test('RSA signatures are the same from every signer with the keys; DSA ones, which take chance, from the same signer', () => {
  const another = identitySigner(keys);
  for (const name of ['signature', 'rsa2048'] as const) {
    assert.equal(another.sign(name, document, LAUNCHED + 3000), signed(name));
  }
  assert.equal(signed('pkcs7'), signed('pkcs7'));
  assert.notEqual(another.sign('pkcs7', document, LAUNCHED + 3000), signed('pkcs7'));
});

test('every document is signed as itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', 'é', '€', '😀', '\\', '\n'), maxLength: 400 }), (text) => {
      const content = Buffer.from(signer.sign('rsa2048', text, LAUNCHED), 'base64');
      assert.ok(content.includes(Buffer.from(text)));
    }),
    { numRuns: 20 },
  );
});

test('certificates are v3, self-signed, not named as AWS names its own, and of the sizes EC2 uses', () => {
  for (const [name, bits] of [
    ['signature', 1024],
    ['pkcs7', 1024],
    ['rsa2048', 2048],
  ] as const) {
    const certificate = new X509Certificate(keys[name].certificatePem);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.equal(certificate.subject, 'C=US\nO=openimds\nCN=openimds identity document');
    assert.equal(certificate.subject, certificate.issuer);
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, bits);
    assert.ok(certificate.validToDate > new Date(Date.UTC(2190, 0)));
  }
  const dsa = new X509Certificate(keys.pkcs7.certificatePem).publicKey;
  assert.equal(dsa.asymmetricKeyType, 'dsa');
  assert.equal(dsa.asymmetricKeyDetails?.divisorLength, 160);
});

test('what openssl gives back is the document to the last byte', { skip }, () => {
  const cwd = mkdtempSync(join(folder, 'run-'));
  writeFileSync(join(cwd, 'body'), Buffer.from(signed('rsa2048'), 'base64'));
  const verify = [
    'smime',
    '-verify',
    '-inform',
    'DER',
    '-in',
    'body',
    '-noverify',
    '-certfile',
    'certificate',
    '-out',
    'out',
  ];
  writeFileSync(join(cwd, 'certificate'), keys.rsa2048.certificatePem);
  spawnSync('openssl', verify, { cwd });
  assert.equal(readFileSync(join(cwd, 'out'), 'utf8'), document);
});
