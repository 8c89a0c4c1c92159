import { fileURLToPath } from 'node:url';

import { pinned } from '../measure/machine.ts';
import type { Pins } from '../measure/machine.ts';
import { output } from '../servers/process.ts';

/** This many instances boot at once: a token each, then that many reads. */
export interface BootStormOrder {
  readonly kind: 'boot-storm';
  readonly port: number;
  readonly clients: number;
  readonly reads: number;
}

/** What came of a storm. The Go client says the same. */
export interface StormFigures {
  readonly seconds: number;
  /** CPU time of the client: near `seconds`, the client was the limit. */
  readonly clientCpuSeconds: number;
  readonly answered: number;
  /** Clients that did not get all they asked for. */
  readonly failed: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
  readonly reason?: string;
}

/** One request again and again over some connections, where wrk is not installed. */
export interface ClosedLoopOrder {
  readonly kind: 'closed-loop';
  readonly port: number;
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly fields: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** How long a connection rests between requests. */
  readonly pauseMs: number;
}

/** Each of these instances asks who it is, twice. */
export interface LookUpsOrder {
  readonly kind: 'look-ups';
  readonly port: number;
  readonly indexes: readonly number[];
}

/** What came of look-ups, in microseconds as the client saw them. */
export interface LookUpFigures {
  readonly wrong: number;
  readonly firstUs: readonly number[];
  readonly secondUs: readonly number[];
}

/** That many session tokens for 127.0.0.1. */
export interface TokensOrder {
  readonly kind: 'tokens';
  readonly port: number;
  readonly count: number;
}

/** Requests that are ready to be sent, in turn and again and again over some connections. */
export interface RequestLoopOrder {
  readonly kind: 'request-loop';
  readonly port: number;
  /** A JSON array of whole requests, heads and bodies. */
  readonly file: string;
  readonly connections: number;
  readonly seconds: number;
}

/** What the client process can be told. */
export type ClientOrder = BootStormOrder | ClosedLoopOrder | LookUpsOrder | RequestLoopOrder | TokensOrder;

const CLIENT = fileURLToPath(new URL('../client.ts', import.meta.url));

/** Has the client process, on its core, do something; the caller knows what it gives back for that order. */
export async function send<Figures>(order: ClientOrder, pins: Pins | undefined): Promise<Figures> {
  const command = [process.execPath, CLIENT, JSON.stringify(order)];
  return JSON.parse(await output(pinned(command, pins?.client))) as Figures;
}
