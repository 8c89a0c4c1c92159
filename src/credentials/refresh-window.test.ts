import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anInstance, aRequest, LAUNCHED } from './an-instance.test-support.ts';
import { refreshAhead, refreshWindow, SESSION_LIFETIME_MAX_MS } from './refresh-window.ts';

const MINUTE = 60_000;
const moment = fc.integer({ min: LAUNCHED, max: LAUNCHED + 400 * 24 * 60 * MINUTE });
const seed = fc.string({ minLength: 8, maxLength: 8 });

test('the first window begins when rotation does, to the second', () => {
  const request = aRequest({ instance: anInstance({ credentialsSinceMs: LAUNCHED + 777 }) });
  for (const nowMs of [LAUNCHED + 777, LAUNCHED + 60 * MINUTE, LAUNCHED - 5000]) {
    assert.equal(refreshWindow(request, nowMs).issuedAtMs, LAUNCHED);
  }
});

test('a moment lies in its window, and every moment of a window sees the same one', () => {
  fc.assert(
    fc.property(
      moment,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('1.0', '2.0'),
      (nowMs, share, delivery) => {
        const request = aRequest({ delivery });
        const window = refreshWindow(request, nowMs);
        assert.ok(window.issuedAtMs <= nowMs && nowMs < window.refreshAtMs);
        const other = window.issuedAtMs + Math.floor(share * (window.refreshAtMs - 1 - window.issuedAtMs));
        assert.deepEqual(refreshWindow(request, other), window);
        assert.equal(refreshWindow(request, window.refreshAtMs).issuedAtMs, window.refreshAtMs);
      },
    ),
  );
});

test('windows last about an hour, and sessions six hours and 4 to 35 minutes, on whole seconds', () => {
  fc.assert(
    fc.property(moment, (nowMs) => {
      const { issuedAtMs, refreshAtMs, expiresAtMs } = refreshWindow(aRequest(), nowMs);
      const [lasts, lives] = [refreshAtMs - issuedAtMs, expiresAtMs - issuedAtMs];
      assert.ok(lasts >= 50 * MINUTE && lasts <= 70 * MINUTE);
      assert.ok(lives >= 364 * MINUTE && lives <= 395 * MINUTE && lives <= SESSION_LIFETIME_MAX_MS);
      for (const timeMs of [issuedAtMs, refreshAtMs, expiresAtMs]) assert.equal(timeMs % 1000, 0);
    }),
  );
});

test('new credentials are there far more than 5 minutes before the old expire', () => {
  fc.assert(
    fc.property(moment, (nowMs) => {
      const { refreshAtMs, expiresAtMs } = refreshWindow(aRequest(), nowMs);
      assert.ok(expiresAtMs - refreshAtMs > 5 * 60 * MINUTE - 6 * MINUTE);
    }),
  );
});

test('instances launched together do not refresh together', () => {
  const starts = Array.from({ length: 50 }, (_, index) => {
    const instance = { ...anInstance(), id: anInstance().id.replace(/..$/, String(10 + index)) as never };
    return refreshWindow(aRequest({ instance }), LAUNCHED + 90 * MINUTE).issuedAtMs;
  });
  assert.ok(new Set(starts).size > 30);
});

test('credentials of others are replaced in the middle of their life, hourly at the latest, 5 minutes ahead at the least', () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 750, max: 129_600 }), (text, lifetimeSeconds) => {
      const expiresAtMs = LAUNCHED + lifetimeSeconds * 1000;
      const refreshAtMs = refreshAhead(text, LAUNCHED, expiresAtMs);
      assert.ok(refreshAtMs > LAUNCHED && expiresAtMs - refreshAtMs >= 5 * MINUTE);
      assert.ok(refreshAtMs - LAUNCHED <= 72 * MINUTE);
    }),
  );
});
