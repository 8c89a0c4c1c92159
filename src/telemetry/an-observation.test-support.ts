import type { ImdsEvent, Observation, RequestCount } from '#model';
import type { Owner } from './store/store.ts';

export const OWNER: Owner = { accountId: '123456789012', region: 'us-east-1' };
/** 2026-01-01T00:00:00Z */
export const START_MS = 1_767_225_600_000;

/** Counts of a minute of which nothing is said but `said`. */
export function aCount(instanceId: string, minuteMs: number, said: Partial<RequestCount> = {}): RequestCount {
  const none = {
    noToken: 0,
    noTokenRejected: 0,
    withToken: 0,
    tokensIssued: 0,
    refused: 0,
    credentialReads: 0,
    bytes: 0,
  };
  return { instanceId, minuteMs, ...none, ...said };
}

/** A request that was served without a token, but for what is said of it. */
export function anEvent(said: Partial<ImdsEvent> = {}): ImdsEvent {
  return {
    timeMs: START_MS,
    instanceId: 'i-0123456789abcdef0',
    network: 'default',
    peerAddress: '10.0.0.5',
    peerPort: 40_000,
    localAddress: '169.254.169.254',
    localPort: 80,
    method: 'GET',
    path: '/latest/meta-data/instance-id',
    version: 1,
    outcome: 'item',
    status: 200,
    refusal: undefined,
    credentials: false,
    accessKeyId: undefined,
    bytes: 19,
    latencyUs: 40,
    userAgent: 'curl/7.88.1',
    traits: { forwarded: false, foreignHost: false, browser: false },
    process: undefined,
    ...said,
  };
}

/** What a data plane hands over. */
export function anObservation(counts: readonly RequestCount[], events: readonly ImdsEvent[] = []): Observation {
  return { counts, events, dropped: 0, unknownCallers: 0, refusals: {} };
}
