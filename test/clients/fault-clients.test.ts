// What faults look like to those they are for: each client survives or fails as its own rules say.
import assert from 'node:assert/strict';
import { afterEach, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fromInstanceMetadata } from '@smithy/credential-provider-imds';

import { anyOf, curl, everyPythonWith, needs, wholeLoopback } from './available.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

// The SDK reads its settings from the environment and from files below HOME.
const nowhere = temporaryFolder();
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env['AWS_CONFIG_FILE'] = `${nowhere}/config`;
process.env['AWS_SHARED_CREDENTIALS_FILE'] = `${nowhere}/credentials`;

const TOKEN = 'methods: [PUT], paths: [/latest/api/token]';
const CREDENTIALS = 'paths: ["meta-data/iam/security-credentials/*"]';

/** One instance for each, so that none is in the way of another. */
const FAULTS = {
  none: '',
  'closed without an answer': '{ refuse: true }',
  'a connection that is refused': '{ refuse: connection }',
  'a reset': '{ reset: true }',
  'a reset in the body': '{ reset: "after 3", drip: 200 }',
  'a body that is cut': '{ truncate: 3 }',
  'no answer': '{ preset: hang }',
  'a body that stalls': '{ stall: forever after 3 }',
  'a slow drip': '{ drip: 20 }',
  noise: '{ garbage: true, seed: 1 }',
  'one 503 with Retry-After': '{ status: { code: 503, retryAfter: 1 }, count: 1 }',
  'one 503 on credentials': `{ status: 503, count: 1, ${CREDENTIALS} }`,
  'one reset on credentials': `{ reset: true, count: 1, ${CREDENTIALS} }`,
  'credentials that are late': `{ latency: 5s, ${CREDENTIALS} }`,
  'no tokens (503)': '{ preset: token-outage }',
  'no tokens (403)': '{ preset: token-forbidden }',
  'no tokens (400)': `{ status: 400, ${TOKEN} }`,
  'tokens that hang': '{ preset: token-hang }',
  'no items': '{ preset: read-outage }',
  'tokens that are refused': '{ preset: tokens-refused }',
  'tokens that expire early': '{ tokenLife: 300ms }',
  'expired credentials': '{ preset: expired-credentials }',
  'expiring credentials': '{ credentials: expiring 2m }',
  'no role': '{ preset: missing-credentials }',
  'a role that may not be assumed': '{ preset: role-unauthorized }',
  'no profile': '{ preset: profile-not-found }',
  'a clock that is behind': '{ clockSkew: "-1h" }',
  'two 503 on items': '{ status: 503, count: 2, methods: [GET], paths: [meta-data] }',
  'one token PUT that is closed on': `{ refuse: true, count: 1, ${TOKEN} }`,
  'a slow service': `{ latency: 100ms }`,
} as const;

type Trouble = keyof typeof FAULTS;

const troubles = Object.keys(FAULTS) as Trouble[];
const hostOf = (trouble: Trouble): string => `127.0.7.${troubles.indexOf(trouble) + 1}`;
const idOf = (trouble: Trouble): string => `i-${troubles.indexOf(trouble).toString(16).padStart(17, '0')}`;

const openimds = await startOpenimds({
  configuration: `
region: eu-central-1
roles:
  app-role: { trust: ec2 }
instances:
${troubles
  .map(
    (trouble) =>
      `  - { id: ${idOf(trouble)}, iamInstanceProfile: app-role, availabilityZone: eu-central-1a, attach: [{ destination: ${hostOf(trouble)} }] }`,
  )
  .join('\n')}
faults:
${troubles
  .filter((trouble) => FAULTS[trouble] !== '')
  .map((trouble) => `  - ${FAULTS[trouble].replace('{', `{ instances: [${idOf(trouble)}],`)}`)
  .join('\n')}
`,
});

const at = (trouble: Trouble): string => `http://${hostOf(trouble)}:${openimds.port}`;
const INSTANCE_ID = '/latest/meta-data/instance-id';

suite('curl', needs(curl, wholeLoopback), () => {
  const get = (trouble: Trouble, ...flags: readonly string[]): Promise<Finished> =>
    run('curl', ['-sS', ...flags, `${at(trouble)}${INSTANCE_ID}`]);

  const EXIT_CODES: readonly (readonly [Trouble, readonly number[], readonly string[]])[] = [
    ['none', [0], []],
    ['closed without an answer', [52], []],
    ['a connection that is refused', [52, 56], []],
    ['a reset', [56], []],
    ['a reset in the body', [56], []],
    ['a body that is cut', [18], []],
    ['no answer', [28], ['--max-time', '1']],
    ['a body that stalls', [28], ['--max-time', '1']],
    ['a slow drip', [28], ['--max-time', '1']],
    ['no items', [22], ['--fail']],
  ];
  for (const [trouble, codes, flags] of EXIT_CODES) {
    test(`ends with ${codes.join(' or ')} on ${trouble}`, async () => {
      const { code, stderr } = await get(trouble, ...flags);
      assert.ok(codes.includes(code ?? -1), `${code}: ${stderr}`);
    });
  }

  test('has the part of the body that came', async () => {
    assert.equal((await get('a body that is cut')).text, 'i-0');
    assert.equal((await get('a body that stalls', '--max-time', '3', '--no-buffer')).text, 'i-0');
  });

  test('takes noise for an answer', async () => {
    const { code, stdout } = await get('noise');
    assert.deepEqual([code, stdout.length], [0, 19]);
    assert.notEqual(stdout.toString('latin1'), idOf('noise'));
  });

  test('waits as long as Retry-After says, and is then answered', async () => {
    const { code, text } = await get('one 503 with Retry-After', '--retry', '2');
    assert.deepEqual([code, text], [0, idOf('one 503 with Retry-After')]);
  });

  test('sees the wrong time', async () => {
    const { text } = await get('a clock that is behind', '--head');
    const date = Date.parse(/^Date: (.*)\r$/m.exec(text)?.[1] ?? '');
    assert.ok(Math.abs(Date.now() - 3_600_000 - date) < 60_000, text);
  });
});

suite('@smithy/credential-provider-imds', needs(wholeLoopback), () => {
  afterEach(() => {
    delete process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'];
  });

  const provide = (
    trouble: Trouble,
    options: Parameters<typeof fromInstanceMetadata>[0] = {},
  ): ReturnType<ReturnType<typeof fromInstanceMetadata>> => {
    process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = at(trouble);
    return fromInstanceMetadata({ timeout: 1000, maxRetries: 0, ...options })();
  };

  const SURVIVED: readonly (readonly [Trouble, Parameters<typeof fromInstanceMetadata>[0]])[] = [
    ['no tokens (503)', {}],
    ['no tokens (403)', {}],
    ['tokens that hang', { timeout: 1000 }],
    ['one 503 on credentials', { maxRetries: 1 }],
    ['one reset on credentials', { maxRetries: 1 }],
    ['expiring credentials', {}],
    ['a slow service', { timeout: 5000 }],
  ];
  for (const [trouble, options] of SURVIVED) {
    test(`survives ${trouble}`, async () => {
      assert.match((await provide(trouble, options)).accessKeyId, /^ASIA/);
    });
  }

  const FAILS: readonly (readonly [Trouble, RegExp, Parameters<typeof fromInstanceMetadata>[0]])[] = [
    ['no tokens (503)', /v1 fallback has been blocked/, { ec2MetadataV1Disabled: true }],
    ['no tokens (400)', /token request returned error/, {}],
    ['no items', /Error response received/, {}],
    ['tokens that are refused', /Error response received/, {}],
    ['credentials that are late', /TimeoutError/, { timeout: 300 }],
    ['no answer', /TimeoutError/, { timeout: 300 }],
    ['no role', /Error response received/, {}],
    ['no profile', /Error response received/, {}],
    ['a role that may not be assumed', /Invalid response received/, {}],
  ];
  for (const [trouble, expected, options] of FAILS) {
    test(`fails on ${trouble} with ${JSON.stringify(options)}`, async () => {
      await assert.rejects(provide(trouble, options), expected);
    });
  }

  test('goes on with credentials that have expired, as its static stability wants it', async () => {
    const { expiration } = await provide('expired credentials', { logger: { ...console, warn: () => {} } });
    const leftMs = (expiration?.getTime() ?? 0) - Date.now();
    assert.ok(leftMs > 4 * 60_000 && leftMs < 11 * 60_000, `${leftMs}`);
  });

  test('is told how soon credentials expire', async () => {
    const { expiration } = await provide('expiring credentials');
    const leftMs = (expiration?.getTime() ?? 0) - Date.now();
    assert.ok(leftMs > 100_000 && leftMs <= 120_000, `${leftMs}`);
  });
});

const BOTOCORE = fileURLToPath(new URL('botocore_clients.py', import.meta.url));
const boto3s = everyPythonWith('boto3');

interface BotocoreOutcome {
  readonly method: string | null;
  readonly expiresInSeconds?: number;
}

suite('botocore', needs(anyOf(boto3s, 'python3 with boto3 (Debian package python3-boto3)'), wholeLoopback), () => {
  const V1_DISABLED = { AWS_EC2_METADATA_V1_DISABLED: 'true' };
  const SCENARIOS: readonly (readonly [Trouble, 'iam-role' | null, Readonly<Record<string, string>>])[] = [
    ['none', 'iam-role', {}],
    ['no tokens (503)', 'iam-role', {}],
    ['no tokens (503)', null, V1_DISABLED],
    ['no tokens (403)', 'iam-role', {}],
    ['tokens that hang', 'iam-role', {}],
    ['no items', null, {}],
    ['expired credentials', 'iam-role', {}],
    ['expiring credentials', 'iam-role', {}],
    ['no role', null, {}],
    ['a role that may not be assumed', null, {}],
    ['a reset', null, {}],
  ];
  for (const python of boto3s) {
    test(`falls back, gives up and goes on by its own rules (${python})`, async () => {
      const input = JSON.stringify(
        SCENARIOS.map(([trouble, , environment]) => ({ endpoint: at(trouble), environment })),
      );
      const { code, text, stderr } = await run(python, [BOTOCORE], { input, timeoutMs: 60_000 });
      assert.equal(code, 0, stderr);
      // Printed by the script, one entry a scenario.
      const { results, version } = JSON.parse(text) as { results: readonly BotocoreOutcome[]; version: string };
      // Versions before 1.31 know no AWS_EC2_METADATA_V1_DISABLED.
      const [, minor = '0'] = version.split('.');
      for (const [index, [trouble, expected, environment]] of SCENARIOS.entries()) {
        if (environment === V1_DISABLED && Number(minor) < 31) continue;
        assert.equal(results[index]?.method ?? null, expected, `${trouble} ${JSON.stringify(environment)}`);
      }
      const left = (trouble: Trouble): number =>
        results[SCENARIOS.findIndex(([each]) => each === trouble)]?.expiresInSeconds ?? 0;
      assert.ok(left('expired credentials') > 600, `${left('expired credentials')}`);
      assert.ok(left('expiring credentials') > 600, `${left('expiring credentials')}`);
    });
  }
});

const CLOUD_INIT = fileURLToPath(new URL('cloud_init_crawl.py', import.meta.url));
const cloudInits = everyPythonWith('cloudinit');
const [cloudInitPython = 'python3'] = cloudInits;

suite('cloud-init', needs(anyOf(cloudInits, 'cloud-init (Debian package cloud-init)'), wholeLoopback), () => {
  test('asks again after a 503 and after a connection that broke, and gives up where tokens are forbidden', async () => {
    const scenarios: readonly (readonly [Trouble, boolean])[] = [
      ['two 503 on items', true],
      ['one token PUT that is closed on', true],
      ['no tokens (403)', false],
      ['tokens that expire early', true],
    ];
    const input = JSON.stringify(
      scenarios.map(([trouble]) => ({ aws: true, metadataUrls: [at(trouble)], folder: temporaryFolder() })),
    );
    const { code, text, stderr } = await run(cloudInitPython, [CLOUD_INIT], { input, timeoutMs: 60_000 });
    assert.equal(code, 0, stderr);
    // Printed by the script, one entry a scenario.
    const found = JSON.parse(text) as readonly ({ readonly instanceId: string } | null)[];
    for (const [index, [trouble, survives]] of scenarios.entries())
      assert.equal(found[index]?.instanceId, survives ? idOf(trouble) : undefined, `${trouble}: ${stderr}`);
  });
});
