import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, anApi, errorOf } from '../an-api.test-support.ts';

const HOST = 'oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE';
const OpenIDConnectProviderArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${HOST}`;

test('a provider is made, found, changed and deleted', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const input = { Url: `https://${HOST}`, ClientIDList: ['one'], ThumbprintList: ['A'.repeat(40)] };
  const made = await iam.send(new CreateOpenIDConnectProviderCommand(input));
  assert.equal(made.OpenIDConnectProviderArn, OpenIDConnectProviderArn);
  assert.equal(await errorOf(iam.send(new CreateOpenIDConnectProviderCommand(input))), 'EntityAlreadyExistsException');
  const found = async (): Promise<unknown> => {
    const { Url, ClientIDList, ThumbprintList } = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }),
    );
    return [Url, ClientIDList, ThumbprintList];
  };
  assert.deepEqual(await found(), [HOST, ['one'], ['a'.repeat(40)]]);
  const listed = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  assert.deepEqual(listed.OpenIDConnectProviderList, [{ Arn: OpenIDConnectProviderArn }]);
  await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'two' }));
  await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'two' }));
  await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'one' }));
  const ThumbprintList = ['b'.repeat(40)];
  await iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }));
  assert.deepEqual(await found(), [HOST, ['two'], ThumbprintList]);
  await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  assert.equal(await errorOf(found()), 'NoSuchEntityException');
});

test('a provider without TLS must be on this machine', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const cases: readonly (readonly [string, boolean])[] = [
    ['https://example.com/realm', true],
    ['http://127.0.0.1:8080', true],
    ['http://localhost:8080/realm', true],
    ['http://[::1]:8080', true],
    ['http://example.com', false],
    ['http://127.0.0.1.example.com', false],
    ['http://10.0.0.1', false],
    ['https://example.com?a=b', false],
    ['https://user@example.com', false],
    ['ftp://example.com', false],
    ['example.com', false],
  ];
  for (const [Url, isFit] of cases) {
    const error = await errorOf(iam.send(new CreateOpenIDConnectProviderCommand({ Url })));
    assert.equal(error, isFit ? undefined : 'ValidationError', Url);
  }
});

test('what breaks a rule of providers is refused', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const creating = (more: object): Promise<string | undefined> =>
    errorOf(iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${HOST}`, ...more })));
  const many = (length: number): string[] => Array.from({ length }, (_, index) => `client-${index}`);
  assert.equal(await creating({ ThumbprintList: ['xyz'] }), 'ValidationError');
  assert.equal(await creating({ ThumbprintList: Array(6).fill('a'.repeat(40)) }), 'InvalidInputException');
  assert.equal(await creating({ ClientIDList: many(101) }), 'LimitExceededException');
  assert.equal(await creating({ ClientIDList: ['x'.repeat(256)] }), 'ValidationError');
  assert.equal(await creating({ ClientIDList: many(100) }), undefined);
  const adding = new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'another' });
  assert.equal(await errorOf(iam.send(adding)), 'LimitExceededException');
  const elsewhere = OpenIDConnectProviderArn.replace(ACCOUNT, '210987654321');
  const getting = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: elsewhere });
  assert.equal(await errorOf(iam.send(getting)), 'AccessDenied');
});
