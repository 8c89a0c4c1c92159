import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { COMMAND_LINE_CHARACTERS, redactCommandLine } from './redact-command-line.ts';

const secret = fc
  .string({
    minLength: 8,
    maxLength: 40,
    unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHJK23456789')),
  })
  .filter((text) => /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text));

/** Command lines with a secret in them, as people write them. */
const WITH_SECRET: readonly ((secret: string) => readonly string[])[] = [
  (value) => ['app', '--password', value],
  (value) => ['app', `--password=${value}`],
  (value) => ['app', `--db-password=${value}`, '--verbose'],
  (value) => ['app', '--token', value, 'run'],
  (value) => ['app', `token=${value}`],
  (value) => ['app', `--apiKey=${value}`],
  (value) => ['app', '-p', value],
  (value) => ['mysql', '-u', 'root', `-p${value}`],
  (value) => ['sshpass', `-p${value}`, 'ssh', 'host'],
  (value) => ['curl', '-u', `me:${value}`, 'http://a/'],
  (value) => ['curl', '-H', `Authorization: Bearer ${value}`, 'http://a/'],
  (value) => ['curl', '-H', `X-aws-ec2-metadata-token: ${value}`, 'http://169.254.169.254/'],
  (value) => ['curl', `-HX-Api-Key: ${value}`, 'http://a/'],
  (value) => ['curl', '--cookie', value],
  (value) => ['curl', `https://user:${value}@example.com/`],
  (value) => ['curl', `https://a/?x=1&access_token=${value}&y=2`],
  (value) => ['env', `AWS_SECRET_ACCESS_KEY=${value}`, 'app'],
  (value) => ['env', `AWS_SESSION_TOKEN=${value}`, 'app'],
  (value) => ['aws', 'configure', 'set', `aws_secret_access_key=${value}`],
  (value) => ['bash', '-c', `curl -H "Authorization: Bearer ${value}" http://a/ | cat`],
  (value) => ['bash', '-c', `PGPASSWORD=${value} psql`],
  (value) => ['bash', '-c', `app --password '${value}' run`],
  (value) => ['bash', '-c', `app --password ${value}`],
  (value) => ['sh', '-c', `TOKEN="${value}" app`],
];

test('no secret of a command line is left in its text', () => {
  for (const words of WITH_SECRET) {
    fc.assert(
      fc.property(secret, (value) => {
        const text = redactCommandLine(words(value));
        assert.ok(!text.includes(value), text);
      }),
      { numRuns: 30 },
    );
  }
});

test('keys are known by their form, wherever they stand', () => {
  const keys = [
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'AQAEAKxp2Lj7R0qL3Zt9mWcV8sYd4hGfB1nKuE6o',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'ghp_abcdefghij0123456789',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
  ];
  for (const key of keys) {
    assert.equal(redactCommandLine(['app', key]), 'app ***');
    assert.ok(!redactCommandLine(['sh', '-c', `app --x ${key} y`]).includes(key.slice(0, 12)), key);
  }
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----';
  assert.equal(redactCommandLine(['app', pem]), 'app ***');
});

test('what is no secret stays as it is', () => {
  const lines = [
    ['curl', '-s', 'http://169.254.169.254/latest/meta-data/iam/security-credentials/app-role'],
    [
      'curl',
      '-X',
      'PUT',
      '-H',
      'X-aws-ec2-metadata-token-ttl-seconds: 21600',
      'http://169.254.169.254/latest/api/token',
    ],
    ['/usr/lib/jvm/java-17-openjdk-amd64/bin/java', '-Xmx512m', '-jar', '/opt/App-1.2.3.jar', '--server.port=8080'],
    ['docker', 'run', '-p', '8080:80', 'nginx:1.27'],
    ['mkdir', '-p', '/var/lib/a'],
    ['ssh', '-p', '2222', 'host'],
    ['python3', '-m', 'http.server', '8000'],
    ['bash', '-c', 'curl -s http://127.0.0.1:1338/ | cat'],
    ['nginx: worker process'],
    ['aws', 'sts', 'get-caller-identity', '--profile', 'dev'],
    ['app', 'i-0123456789abcdef0', 'AKIAIOSFODNN7EXAMPLE'],
  ];
  for (const words of lines) assert.equal(redactCommandLine(words), words.join(' '));
});

test('the text is bounded, and has no control characters', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 20 }), (words) => {
      const text = redactCommandLine(words);
      assert.ok(text.length <= COMMAND_LINE_CHARACTERS);
      assert.doesNotMatch(text, /\p{Cc}/u);
    }),
  );
});
