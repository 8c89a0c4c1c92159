import { fileURLToPath } from 'node:url';

import { pinned } from '../measure/machine.ts';
import type { Pins } from '../measure/machine.ts';
import { output } from '../servers/process.ts';
import { send } from './order.ts';

/** How to ask. */
export interface LoadOptions {
  /** Where wrk is; without it, Node asks, which is slower. */
  readonly wrk: string | undefined;
  readonly pins: Pins | undefined;
  readonly port: number;
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly seconds: number;
  readonly connections: number;
  readonly fields: readonly string[];
  /** How long a connection rests between requests; none unless told. */
  readonly pauseMs?: number | undefined;
  /** One session token a line, to be used in turn; wrk only. */
  readonly tokenFile?: string | undefined;
}

/** What came of it. */
export interface LoadFigures {
  readonly requests: number;
  readonly durationUs: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
  /** Anything but a 2xx or 3xx answer. */
  readonly failures: number;
}

const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** Asks the same again and again for some time, from one thread on the clients' core. */
export async function load(options: LoadOptions): Promise<LoadFigures> {
  const { wrk, pins, port, method, path, connections, fields, pauseMs = 0, tokenFile } = options;
  const seconds = Math.max(1, Math.round(options.seconds));
  if (wrk === undefined)
    return send({ kind: 'closed-loop', port, method, path, fields, connections, seconds, pauseMs }, pins);
  const headers = fields.flatMap((field) => ['-H', field]);
  const limits = ['-t1', `-c${connections}`, `-d${seconds}s`];
  const script = [
    '-s',
    SCRIPT,
    `http://127.0.0.1:${port}${path}`,
    '--',
    method,
    String(pauseMs),
    ...(tokenFile === undefined ? [] : [tokenFile]),
  ];
  const text = await output(pinned([wrk, ...limits, ...headers, ...script], pins?.client));
  const line = text.split('\n').find((line) => line.startsWith('{'));
  if (line === undefined) throw new Error(`wrk gave no figures: ${text.trim()}`);
  return JSON.parse(line) as LoadFigures;
}
