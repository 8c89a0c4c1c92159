import type { FaultMethod } from './fault.ts';
import type { PresetName } from './presets.ts';

/** A duration such as `200ms`, `30s` or `1h30m`, or a number of milliseconds. */
type FaultDuration = string | number;

/** An answer in place of the real one, as a declaration says it. */
interface StatusDeclaration {
  /** 200 to 599, but for 204 and 304. */
  readonly code: number;
  readonly reason?: string;
  /** In seconds. */
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly contentType?: string;
}

/** A fault as somebody declares it; `readFault` checks what types cannot. At least one effect, or a preset. */
export interface FaultDeclaration {
  /** 1 to 64 letters, digits and `._-`; made up unless given. */
  readonly id?: string;
  /** Stands for the keys it names; what is said beside it goes before. */
  readonly preset?: PresetName;
  /** Such as `200ms`, `200ms±50ms`, `100ms..1s` or `normal(200ms, 50ms)`. */
  readonly latency?: string;
  /** `forever` or a duration, and perhaps `after N` (bytes of the body). */
  readonly stall?: string;
  /** At once, or `after N` bytes of the body. */
  readonly reset?: true | `after ${number}`;
  readonly refuse?: true | 'request' | 'connection';
  readonly status?: number | StatusDeclaration;
  /** Bytes of the body. */
  readonly truncate?: number;
  readonly garbage?: true;
  /** Bytes a second. */
  readonly drip?: number;
  readonly tokenLife?: FaultDuration;
  readonly credentials?:
    | 'expired'
    | 'expiring'
    | `expiring ${string}`
    | 'missing'
    | 'AssumeRoleUnauthorizedAccess'
    | 'InstanceProfileNotFound';
  /** With a sign if need be. */
  readonly clockSkew?: FaultDuration;
  readonly instances?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Patterns such as `/latest/api/token` or `meta-data/iam/**`. */
  readonly paths?: readonly string[];
  readonly methods?: readonly FaultMethod[];
  readonly skip?: number;
  /** 0 to 1. */
  readonly share?: number;
  readonly seed?: number;
  readonly count?: number;
  /** A UTC time such as 2026-01-31T12:00:00Z. */
  readonly from?: string;
  readonly until?: string;
  readonly for?: FaultDuration;
}
