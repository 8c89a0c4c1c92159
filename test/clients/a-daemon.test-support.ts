// Starts openimds inside the test's own process, with a clock that is turned by hand.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { startDaemon } from '#daemon';
import type { Daemon, DaemonNotice } from '#daemon';
import { realPlatform } from '#host';
import { OWN_SERVICE } from '#stage';
import { configurationFile } from './openimds-process.test-support.ts';

/** An openimds whose time stands still until it is turned. */
export interface ADaemon {
  readonly daemon: Daemon;
  /** Of the data plane, without a slash at the end. */
  readonly url: string;
  nowMs(): number;
  /** Turns the clock, and waits until all that is due has happened. */
  turn(byMs: number): Promise<void>;
}

/** Starts one for a test, on free ports, that keeps nothing. */
export async function aDaemon(t: Pick<TestContext, 'after'>, configuration: string): Promise<ADaemon> {
  const platform = realPlatform();
  let aheadMs = 0;
  const stoodStillAtMs = platform.clock.now();
  const clock = { now: () => stoodStillAtMs + aheadMs };
  const settings = { ...OWN_SERVICE, version: '0.0.0', config: configurationFile(configuration) };
  const notices: string[] = [];
  // That a turned clock needs the transport that goes by it is no news here.
  const notice = ({ message }: DaemonNotice): void =>
    void (message.startsWith('served through') || notices.push(message));
  const started = await startDaemon(settings, notice, { ...platform, clock });
  assert.ok(started.ok, started.ok ? '' : started.error.message);
  const daemon = started.value;
  t.after(async () => {
    await daemon.close();
    assert.deepEqual(notices, []);
  });
  return {
    daemon,
    url: daemon.ready.imds.url,
    nowMs: clock.now,
    async turn(byMs) {
      aheadMs += byMs;
      await daemon.nudge();
    },
  };
}
