import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';

/** An OpenID Connect provider on a free port, whose every answer a test can change. */
export interface AnOidcProvider {
  /** `http://127.0.0.1:PORT`. */
  readonly issuer: string;
  /** What it answers by path; a number is a status, a function is called. */
  readonly answers: Record<string, unknown>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Signs with the newest key. */
  sign(claims: JWTPayload, options?: SigningOptions): Promise<string>;
  /** Makes another key the only one. */
  rotate(): Promise<void>;
}

/** How to sign other than usual. */
export interface SigningOptions {
  readonly algorithm?: string;
  readonly kid?: string;
}

interface Key {
  readonly kid: string;
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** Starts a provider for one test. */
export async function anOidcProvider(t: TestContext): Promise<AnOidcProvider> {
  const answers: Record<string, unknown> = {};
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const answer = answers[url] ?? 404;
    response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const issuer = `http://127.0.0.1:${address.port}`;
  const keys: Key[] = [];
  const provider: AnOidcProvider = {
    issuer,
    answers,
    asked,
    async sign(claims, { algorithm = 'RS256', kid } = {}) {
      const key = keys.findLast((each) => each.algorithm === algorithm);
      assert.ok(key !== undefined);
      return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid: kid ?? key.kid }).sign(key.privateKey);
    },
    async rotate() {
      keys.splice(0, keys.length, await newKey('RS256'), await newKey('ES256'));
      answers['/keys'] = { keys: keys.map(({ jwk }) => jwk) };
    },
  };
  answers['/.well-known/openid-configuration'] = { issuer, jwks_uri: `${issuer}/keys` };
  await provider.rotate();
  return provider;
}

let made = 0;

async function newKey(algorithm: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const kid = `key-${++made}`;
  return { kid, algorithm, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } };
}
