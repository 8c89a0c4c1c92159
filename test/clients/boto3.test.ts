import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { anyOf, everyPythonWith, ipv6, needs, wholeLoopback } from './available.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';

const CLIENTS = fileURLToPath(new URL('botocore_clients.py', import.meta.url));
const pythons = everyPythonWith('boto3');
const boto3 = anyOf(pythons, 'python3 with boto3 (Debian package python3-boto3)');

const openimds = await startOpenimds({
  configuration: `
region: sa-east-1
roles:
  app-role: { trust: ec2 }
  other-role: { trust: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } }
instances:
  - { iamInstanceProfile: app-role, availabilityZone: sa-east-1c, metadataOptions: { httpTokens: optional, httpProtocolIpv6: enabled } }
  - { iamInstanceProfile: app-role, metadataOptions: { httpTokens: required }, attach: [{ destination: 127.0.3.2 }] }
  - { iamInstanceProfile: app-role, metadataOptions: { httpEndpoint: disabled }, attach: [{ destination: 127.0.3.3 }] }
  - { attach: [{ destination: 127.0.3.4 }] }
  - { iamInstanceProfile: other-role, attach: [{ destination: 127.0.3.5 }] }
`,
});

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
}

interface Outcome {
  readonly region: string | null;
  readonly method: string | null;
  readonly role?: string;
  readonly expiresInSeconds?: number;
  readonly credentials?: Keys;
  readonly refreshed?: Keys & { readonly fetches: number };
  readonly boto3?: Keys;
}

const V1_DISABLED = { AWS_EC2_METADATA_V1_DISABLED: 'true' };

const at = (host: string): string => `http://${host}:${openimds.port}`;

const SCENARIOS = {
  'where tokens are optional': { endpoint: at('127.0.0.1'), environment: {} },
  'where tokens are required': { endpoint: at('127.0.3.2'), environment: {} },
  'with IMDSv1 forbidden on its side': { endpoint: at('127.0.3.2'), environment: V1_DISABLED },
  'at an endpoint with a slash': { endpoint: `${at('127.0.3.2')}/`, environment: {} },
  'over IPv6': { endpoint: at('[::1]'), environment: {} },
  'where the endpoint is disabled': { endpoint: at('127.0.3.3'), environment: {} },
  'where it is disabled and IMDSv1 forbidden': { endpoint: at('127.0.3.3'), environment: V1_DISABLED },
  'without a profile': { endpoint: at('127.0.3.4'), environment: {} },
  'with a role that does not trust EC2': { endpoint: at('127.0.3.5'), environment: {} },
};

type Scenario = keyof typeof SCENARIOS;

async function outcomesIn(python: string): Promise<(scenario: Scenario) => Outcome> {
  const names = Object.keys(SCENARIOS);
  const { code, text, stderr } = await run(python, [CLIENTS], { input: JSON.stringify(Object.values(SCENARIOS)) });
  assert.equal(code, 0, stderr);
  // Printed by the script above, in the order of the scenarios.
  const { results } = JSON.parse(text) as { readonly results: readonly Outcome[] };
  return (scenario) => {
    const outcome = results[names.indexOf(scenario)];
    assert.ok(outcome !== undefined);
    return outcome;
  };
}

for (const python of pythons.length === 0 ? ['python3'] : pythons) {
  suite(`boto3 in ${python}`, needs(boto3, ipv6, wholeLoopback), async () => {
    const outcome = await outcomesIn(python);

    for (const scenario of [
      'where tokens are optional',
      'where tokens are required',
      'with IMDSv1 forbidden on its side',
      'at an endpoint with a slash',
      'over IPv6',
    ] satisfies Scenario[]) {
      test(`finds credentials and Region ${scenario}`, () => {
        const { region, method, role, expiresInSeconds = 0, credentials } = outcome(scenario);
        assert.deepEqual({ region, method, role }, { region: 'sa-east-1', method: 'iam-role', role: 'app-role' });
        assert.match(credentials?.accessKeyId ?? '', /^ASIA[A-Z2-7]{16}$/);
        assert.match(credentials?.secretAccessKey ?? '', /^[\w+/]{40}$/);
        assert.ok(expiresInSeconds > 4 * 3600, `${expiresInSeconds} s`);
      });
    }

    test('gets the same session again when it refreshes within the hour', () => {
      const { credentials, refreshed, boto3 } = outcome('where tokens are required');
      assert.deepEqual(refreshed, { ...credentials, fetches: 1 });
      assert.deepEqual(boto3, credentials);
    });

    test('gets sessions of its own on each instance', () => {
      const keys = new Set(
        [outcome('where tokens are optional'), outcome('where tokens are required')].map(
          ({ credentials }) => credentials?.accessKeyId,
        ),
      );
      assert.equal(keys.size, 2);
    });

    for (const scenario of [
      'where the endpoint is disabled',
      'where it is disabled and IMDSv1 forbidden',
    ] satisfies Scenario[])
      test(`finds nothing ${scenario}`, () => {
        assert.deepEqual(outcome(scenario), { region: null, method: null });
      });

    for (const scenario of ['without a profile', 'with a role that does not trust EC2'] satisfies Scenario[])
      test(`finds a Region but no credentials ${scenario}`, () => {
        assert.deepEqual(outcome(scenario), { region: 'sa-east-1', method: null });
      });
  });
}
