import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type {
  AssumeRoleWithWebIdentityCommandInput,
  AssumeRoleWithWebIdentityCommandOutput,
} from '@aws-sdk/client-sts';
import { ACCOUNT, anApi, errorOf, EVERYTHING, policy, REGION } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';
import { anOidcProvider } from './an-oidc-provider.test-support.ts';
import type { AnOidcProvider, SigningOptions } from './an-oidc-provider.test-support.ts';

const SUBJECT = 'system:serviceaccount:default:app';
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/irsa`;

interface Cluster {
  readonly on: AnApi;
  readonly provider: AnOidcProvider;
  readonly providerArn: string;
  readonly token: (claims?: Readonly<Record<string, unknown>>, options?: SigningOptions) => Promise<string>;
  readonly assume: (
    token: string,
    more?: Partial<AssumeRoleWithWebIdentityCommandInput>,
  ) => Promise<AssumeRoleWithWebIdentityCommandOutput>;
}

/** A provider, IAM's knowledge of it, and a role that trusts one of its subjects, as EKS has them for a service account. */
async function aCluster(t: TestContext, operator = 'StringEquals'): Promise<Cluster> {
  const on = await anApi(t);
  const provider = await anOidcProvider(t);
  const { iam } = on.clients();
  const known = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: provider.issuer, ClientIDList: ['sts.amazonaws.com'] }),
  );
  const providerArn = known.OpenIDConnectProviderArn ?? '';
  const host = provider.issuer.slice('http://'.length);
  assert.equal(providerArn, `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`);
  const trust = {
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { [operator]: { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:sub`]: SUBJECT } },
  };
  const AssumeRolePolicyDocument = JSON.stringify(policy(trust));
  await iam.send(new CreateRoleCommand({ RoleName: 'irsa', AssumeRolePolicyDocument }));
  const PolicyDocument = JSON.stringify(policy({ ...EVERYTHING, Action: 'iam:ListRoles' }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'irsa', PolicyName: 'list', PolicyDocument }));
  // No credentials: the call is not signed.
  const sts = new STSClient({ endpoint: on.api.url, region: REGION, maxAttempts: 1 });
  return {
    on,
    provider,
    providerArn,
    token(claims = {}, options = {}) {
      const now = Math.floor(on.nowMs() / 1000);
      const usual = {
        iss: provider.issuer,
        sub: SUBJECT,
        aud: ['sts.amazonaws.com'],
        iat: now,
        nbf: now,
        exp: now + 600,
      };
      return provider.sign({ ...usual, ...claims }, options);
    },
    assume: (WebIdentityToken, more = {}) =>
      sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'pod', WebIdentityToken, ...more })),
  };
}

test('a pod gets the role that its service account is trusted with', async (t) => {
  const { on, providerArn, token, assume } = await aCluster(t);
  const made = await assume(await token());
  assert.equal(made.SubjectFromWebIdentityToken, SUBJECT);
  assert.equal(made.Audience, 'sts.amazonaws.com');
  assert.equal(made.Provider, providerArn);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = made.Credentials ?? {};
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const { Arn } = await on.clients(keys).sts.send(new GetCallerIdentityCommand({}));
  assert.equal(Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/irsa/pod`);
  await on.clients(keys).iam.send(new ListRolesCommand({}));
  assert.equal(on.events.at(-1)?.identity?.session?.federatedProvider, providerArn);
  const secrets = [AccessKeyId, SecretAccessKey, SessionToken].slice(1);
  const events = JSON.stringify(on.events);
  for (const secret of secrets) assert.ok(secret !== '' && !events.includes(secret));
});

test('keys of elliptic curves are as good', async (t) => {
  const { token, assume } = await aCluster(t);
  await assume(await token({}, { algorithm: 'ES256' }));
});

test('subject and audience must be those that the role trusts, with wildcards if it says so', async (t) => {
  const { token, assume } = await aCluster(t);
  const stranger = await token({ sub: 'system:serviceaccount:default:other' });
  assert.equal(await errorOf(assume(stranger)), 'AccessDenied');
  const liked = await aCluster(t, 'StringLike');
  await liked.assume(await liked.token());
  assert.equal(await errorOf(assume(await token({ aud: 'kubernetes' }))), 'InvalidIdentityTokenException');
  await assume(await token({ aud: ['kubernetes', 'sts.amazonaws.com'] }));
  assert.equal(await errorOf(assume(await token({ azp: 'kubernetes' }))), 'InvalidIdentityTokenException');
  await assume(await token({ aud: 'kubernetes', azp: 'sts.amazonaws.com' }));
});

test('a token that has expired, is not valid yet, is incomplete or was changed is refused', async (t) => {
  const { on, token, assume } = await aCluster(t);
  const now = Math.floor(on.nowMs() / 1000);
  assert.equal(await errorOf(assume(await token({ exp: now - 1 }))), 'ExpiredTokenException');
  const [header, body, signature] = (await token()).split('.');
  const claims: unknown = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
  assert.ok(typeof claims === 'object');
  const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'root' })).toString('base64url');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const refused = [
    await token({ nbf: now + 60 }),
    await token({ iat: undefined }),
    await token({ sub: undefined }),
    await token({}, { kid: 'unknown' }),
    `${header}.${forged}.${signature}`,
    `${none}.${body}.`,
    'not.a.token',
    'nonsense',
  ];
  for (const each of refused) {
    assert.equal(await errorOf(assume(each)), 'InvalidIdentityTokenException', each.slice(0, 60));
  }
  const valid = await token();
  on.turn(601_000);
  assert.equal(await errorOf(assume(valid)), 'ExpiredTokenException');
});

test('only providers that the account knows are believed, and none is asked otherwise', async (t) => {
  const { on, provider, providerArn, token, assume } = await aCluster(t);
  const stranger = await anOidcProvider(t);
  const claims = { iss: stranger.issuer, sub: SUBJECT, aud: 'sts.amazonaws.com', iat: 1, exp: 9_999_999_999 };
  assert.equal(await errorOf(assume(await stranger.sign(claims))), 'InvalidIdentityTokenException');
  assert.deepEqual(stranger.asked, []);
  assert.equal(
    await errorOf(assume(await stranger.sign({ ...claims, iss: provider.issuer }))),
    'InvalidIdentityTokenException',
  );
  await on.clients().iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://idp.invalid' }));
  const unsafe = assume(await stranger.sign({ ...claims, iss: 'http://idp.invalid' }));
  assert.equal(await errorOf(unsafe), 'InvalidIdentityTokenException');
  const RoleArnElsewhere = RoleArn.replace(ACCOUNT, '210987654321');
  assert.equal(await errorOf(assume(await token(), { RoleArn: RoleArnElsewhere })), 'InvalidIdentityTokenException');
  assert.equal(await errorOf(assume(await token(), { RoleArn: `${RoleArn}-missing` })), 'AccessDenied');
  await on.clients().iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn }));
  assert.equal(await errorOf(assume(await token())), 'InvalidIdentityTokenException');
});

test('keys are read once and again when a token has a new one, but not for every nonsense', async (t) => {
  const { on, provider, token, assume } = await aCluster(t);
  await Promise.all([assume(await token()), assume(await token())]);
  await assume(await token());
  assert.deepEqual(provider.asked, ['/.well-known/openid-configuration', '/keys']);
  await provider.rotate();
  const rotated = await token();
  assert.equal(await errorOf(assume(rotated)), 'InvalidIdentityTokenException');
  assert.equal(provider.asked.length, 2);
  on.turn(30_000);
  await assume(rotated);
  assert.equal(provider.asked.length, 4);
});

test('a provider that cannot be read is told to the caller, and read again a second later', async (t) => {
  const { on, provider, token, assume } = await aCluster(t);
  const { issuer, answers } = provider;
  const discovery = '/.well-known/openid-configuration';
  const whole = answers[discovery];
  const broken: readonly (readonly [unknown, unknown])[] = [
    [500, answers['/keys']],
    ['{', answers['/keys']],
    [{ issuer: 'https://other.example', jwks_uri: `${issuer}/keys` }, answers['/keys']],
    [{ issuer }, answers['/keys']],
    [{ issuer, jwks_uri: 'http://192.0.2.1/keys' }, answers['/keys']],
    [{ issuer, jwks_uri: 'file:///etc/passwd' }, answers['/keys']],
    [whole, { keys: 'none' }],
    [whole, `${JSON.stringify(answers['/keys'])}${' '.repeat(300_000)}`],
  ];
  for (const [document, keys] of broken) {
    answers[discovery] = document;
    const before = answers['/keys'];
    answers['/keys'] = keys;
    assert.equal(await errorOf(assume(await token())), 'IDPCommunicationErrorException', JSON.stringify(document));
    answers['/keys'] = before;
    on.turn(1000);
  }
  answers[discovery] = whole;
  await assume(await token());
});

test('duration, session name and session policies are limited as for any role', async (t) => {
  const { token, assume } = await aCluster(t);
  for (const more of [
    { DurationSeconds: 899 },
    { DurationSeconds: 3601 },
    { RoleSessionName: '?' },
    { RoleArn: 'x' },
  ]) {
    assert.equal(await errorOf(assume(await token(), more)), 'ValidationError', JSON.stringify(more));
  }
  assert.equal(await errorOf(assume('x'.repeat(20_001))), 'ValidationError');
  assert.equal(await errorOf(assume(await token(), { Policy: '{' })), 'MalformedPolicyDocumentException');
});
