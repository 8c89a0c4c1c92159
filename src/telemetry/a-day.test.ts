// A day at a thousand requests a second, in virtual time, must leave memory and disk within what is stated.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { realPlatform } from './a-platform.test-support.ts';
import { aCount, anEvent, OWNER, START_MS } from './an-observation.test-support.ts';
import { DEFAULT_RETENTION, storageBoundBytes } from './retention.ts';
import { openSqliteStore } from './store/open-store.ts';
import { Telemetry } from './telemetry.ts';

const INSTANCES = 50;
const MINUTES = 24 * 60;
const REQUESTS_PER_MINUTE = 60_000;
/** What a data plane hands over in full of them at most; the rest it says it dropped. */
const EVENTS_PER_MINUTE = 6000;
const MEGABYTE = 1024 * 1024;
// Smaller than by default, so that a day is enough to reach it.
const RETENTION = {
  ...DEFAULT_RETENTION,
  eventMegabytes: 32,
  metricMegabytes: 2,
  trailMegabytes: 1,
  historyMegabytes: 1,
};

test('a day of a thousand requests a second stays within the stated bounds, and every one is counted', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-day-'));
  const opened = openSqliteStore(folder, RETENTION);
  assert.ok(opened.ok);
  let nowMs = START_MS;
  const platform = { ...realPlatform(), clock: { now: () => nowMs } };
  const unexpected = (reason?: unknown): never => assert.fail(String(reason));
  const telemetry = new Telemetry({
    ...platform,
    store: opened.value,
    ownerOf: () => OWNER,
    watched: unexpected,
    failed: unexpected,
  });
  const ids = Array.from({ length: INSTANCES }, (_, index) => `i-${index.toString(16).padStart(17, '0')}`);
  const userAgent = `Boto3/1.26 ${'x'.repeat(100)}`;
  const events = Array.from({ length: EVENTS_PER_MINUTE }, (_, index) => ({
    ...anEvent({ instanceId: ids[index % INSTANCES], userAgent }),
  }));
  const noToken = REQUESTS_PER_MINUTE / INSTANCES;
  const heapBefore = usedHeap();
  let mostOnDisk = 0;
  for (let minute = 0; minute < MINUTES; minute++) {
    nowMs = START_MS + minute * 60_000;
    for (const event of events) event.timeMs = nowMs;
    const counts = ids.map((id) => aCount(id, nowMs, { noToken, bytes: noToken * 19 }));
    telemetry.observe({
      counts,
      events,
      dropped: REQUESTS_PER_MINUTE - EVENTS_PER_MINUTE,
      unknownCallers: 0,
      refusals: {},
    });
    assert.ok(telemetry.flush());
    telemetry.enforce();
    if (minute % 30 === 0) mostOnDisk = Math.max(mostOnDisk, onDisk(folder));
  }
  const heapGrowth = usedHeap() - heapBefore;
  const counted = ids.map((id) =>
    telemetry
      .aggregates({ owner: OWNER, instanceId: id, fromMs: START_MS, toMs: nowMs + 60_000 })
      .reduce((sum, each) => sum + each.noToken.sum, 0),
  );
  telemetry.close();
  rmSync(folder, { recursive: true });
  assert.deepEqual(new Set(counted), new Set([noToken * MINUTES]));
  assert.ok(mostOnDisk > 32 * MEGABYTE, 'the bound of records was reached');
  assert.ok(mostOnDisk < storageBoundBytes(RETENTION), `${mostOnDisk / MEGABYTE} MB on disk`);
  t.diagnostic(`${Math.round(mostOnDisk / MEGABYTE)} MB on disk, ${Math.round(heapGrowth / MEGABYTE)} MB of heap`);
  assert.ok(heapGrowth < 16 * MEGABYTE, `${heapGrowth / MEGABYTE} MB of heap`);
});

function onDisk(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
