import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INSTANCE_ID } from '../an-event.test-support.ts';
import type { RequestCount } from '#model';
import { CredentialReadBursts } from './credential-read-bursts.ts';

const MINUTE_MS = 60_000;

function reads(minute: number, credentialReads: number): RequestCount {
  const none = { noToken: 0, noTokenRejected: 0, tokensIssued: 0, refused: 0, bytes: 0 };
  return {
    instanceId: INSTANCE_ID,
    minuteMs: minute * MINUTE_MS,
    credentialReads,
    withToken: credentialReads,
    ...none,
  };
}

/** Bursts that have watched an instance for two hours, in which it read ten times a minute. */
function learned(): CredentialReadBursts {
  const bursts = new CredentialReadBursts();
  for (let minute = 0; minute < 120; minute++) assert.equal(bursts.take(reads(minute, 10)), undefined);
  return bursts;
}

test('five times as many reads as in any minute of the day before are unusual', () => {
  assert.equal(learned().take(reads(120, 49)), undefined);
  const { evidence, count } = learned().take(reads(120, 50)) ?? {};
  assert.equal(count, 1);
  assert.deepEqual(evidence?.burst, { minuteMs: 120 * MINUTE_MS, reads: 50, threshold: 50, usual: 10 });
});

test('parts of a minute add up, and the minute counts once', () => {
  const bursts = learned();
  assert.equal(bursts.take(reads(120, 30)), undefined);
  assert.equal(bursts.take(reads(120, 30))?.count, 1);
  assert.equal(bursts.take(reads(120, 30))?.count, 0);
});

test('a burst that goes on is unusual for an hour, usual for a day, and then unusual again', () => {
  const bursts = learned();
  for (let minute = 120; minute < 180; minute++) assert.ok(bursts.take(reads(minute, 60)), String(minute));
  assert.equal(bursts.take(reads(200, 60)), undefined);
  for (let hour = 4; hour < 40; hour++) bursts.take(reads(hour * 60, 10));
  assert.ok(bursts.take(reads(40 * 60, 60)));
});

test('nothing is unusual of an instance in its first hour, or below thirty', () => {
  const bursts = new CredentialReadBursts();
  bursts.take(reads(0, 1));
  assert.equal(bursts.take(reads(30, 1000)), undefined);
  const quiet = new CredentialReadBursts();
  quiet.take(reads(0, 1));
  assert.equal(quiet.take(reads(90, 29)), undefined);
  assert.ok(quiet.take(reads(90, 1)));
});
