import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeToken, encodeToken } from './base64url.ts';
import { rotate, TOKEN_TTL_SECONDS_MAX } from './key-ring.ts';
import type { KeyRing } from './key-ring.ts';
import { bindingOf, openToken, sealToken } from './session-token.ts';
import type { TokenBinding, TokenPowers } from './session-token.ts';
import { VerifiedTokens } from './verified-tokens.ts';

const NOW = 1_790_000_000_000;
const BINDING = bindingOf('i-0123456789abcdef0', NOW - 1000);
const ring: KeyRing = [{ id: 7, secret: randomBytes(32), sinceMs: NOW - 5000 }];
const powers: TokenPowers = {
  ring,
  random: { bytes: (length) => randomBytes(length) },
  crypto: {
    hmacSha256: (key, message) => createHmac('sha256', key).update(message).digest(),
    sha256: (message) => createHash('sha256').update(message).digest(),
  },
};

const seal = (expiresAtMs: number, binding: TokenBinding = BINDING): string =>
  sealToken(powers, binding, expiresAtMs, NOW);
const openers = {
  'the plain way': (token: string, nowMs: number, binding: TokenBinding = BINDING, given = powers): number => {
    const text = Buffer.from(`..${token}..`, 'latin1');
    return openToken(given, binding, text, 2, text.length - 2, nowMs);
  },
  'twice by the remembering way': (
    token: string,
    nowMs: number,
    binding: TokenBinding = BINDING,
    given = powers,
  ): number => {
    const text = Buffer.from(token, 'latin1');
    const verified = new VerifiedTokens();
    verified.lifeMs(given, binding, text, 0, text.length, NOW);
    const lifeMs = verified.lifeMs(given, binding, text, 0, text.length, nowMs);
    return lifeMs === 0 ? 0 : nowMs + lifeMs;
  },
};

test('a token looks like the captured ones: 56 characters of URL-safe base64 that begin AQAE and end ==', () => {
  for (let round = 0; round < 100; round++) assert.match(seal(NOW + 60_000), /^AQAE[A-Za-z0-9_-]{50}==$/);
});

test('tokens are encoded as every other base64url encoder does it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 40, maxLength: 40 }), (bytes) => {
      assert.equal(encodeToken(bytes), `${Buffer.from(bytes).toString('base64url')}==`);
      const decoded = new Uint8Array(40);
      assert.ok(decodeToken(Buffer.from(encodeToken(bytes)), 0, decoded));
      assert.deepEqual(decoded, bytes);
    }),
  );
});

for (const [way, open] of Object.entries(openers)) {
  test(`opened ${way}, a token gives its expiry until the millisecond it ends`, () => {
    const expiresAtMs = NOW + 1000;
    const token = seal(expiresAtMs);
    assert.equal(open(token, NOW), expiresAtMs);
    assert.equal(open(token, expiresAtMs - 1), expiresAtMs);
    assert.equal(open(token, expiresAtMs), 0);
  });

  test(`opened ${way}, a token of another instance or another boot is worth nothing`, () => {
    const token = seal(NOW + 60_000);
    assert.equal(open(token, NOW, bindingOf('i-0123456789abcdef1', NOW - 1000)), 0);
    assert.equal(open(token, NOW, bindingOf('i-0123456789abcdef0', NOW - 999)), 0);
  });

  test(`opened ${way}, any other text is worth nothing`, () => {
    const token = seal(NOW + 60_000);
    fc.assert(
      fc.property(fc.nat(55), fc.integer({ min: 33, max: 126 }), (at, code) => {
        const forged = token.slice(0, at) + String.fromCharCode(code) + token.slice(at + 1);
        assert.equal(open(forged, NOW) !== 0, forged === token);
      }),
    );
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => assert.equal(open(text, NOW), 0)));
    for (const other of [token.slice(0, 54), `${token}=`, token.slice(0, 55), `${token.slice(0, 54)}AA`, '']) {
      assert.equal(open(other, NOW), 0);
    }
  });

  test(`opened ${way}, tokens outlive the rotation of the key and end with the key that left the ring`, () => {
    const longest = NOW + TOKEN_TTL_SECONDS_MAX * 1000;
    const token = seal(longest);
    const rotated = { ...powers, ring: rotate(ring, randomBytes(32), NOW + 1) };
    assert.equal(open(token, longest - 1, BINDING, rotated), longest);
    const twice = { ...powers, ring: rotate(rotated.ring, randomBytes(32), longest + 2) };
    assert.equal(twice.ring.length, 2);
    assert.equal(open(token, NOW, BINDING, twice), 0);
  });
}

test('a rotated ring seals with its newest key', () => {
  const rotated = { ...powers, ring: rotate(ring, randomBytes(32), NOW + 1) };
  const token = sealToken(rotated, BINDING, NOW + 60_000, NOW + 2);
  assert.equal(openers['the plain way'](token, NOW, BINDING, powers), 0);
  assert.equal(openers['the plain way'](token, NOW, BINDING, rotated), NOW + 60_000);
});

test('key ids wrap around, and rotation never empties the ring', () => {
  let rotated = ring;
  for (let day = 1; day <= 300; day++) rotated = rotate(rotated, randomBytes(32), NOW + day * 86_400_000);
  assert.ok(rotated.length <= 2 && rotated.every((key) => key.id >= 0 && key.id <= 255));
});

test('one table serves more tokens than it has room for', () => {
  const verified = new VerifiedTokens();
  const tokens = Array.from({ length: 10_000 }, (_, index) => Buffer.from(seal(NOW + 1000 + index), 'latin1'));
  for (let round = 0; round < 2; round++) {
    for (const [index, text] of tokens.entries()) {
      assert.equal(verified.lifeMs(powers, BINDING, text, 0, text.length, NOW), 1000 + index);
    }
  }
});
