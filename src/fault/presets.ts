import type { Fields } from './read-fields.ts';

/** A fault ready to be used by name. */
interface Preset {
  readonly summary: string;
  /** The keys it stands for. */
  readonly fields: Fields;
}

const TOKEN = { methods: ['PUT'], paths: ['/latest/api/token'] };
const READS = { methods: ['GET', 'HEAD'] };

const TABLE = {
  outage: { summary: 'every request is answered 503', fields: { status: 503 } },
  hang: { summary: 'no request is ever answered', fields: { stall: 'forever' } },
  slow: { summary: 'answers take 200 to 800 ms', fields: { latency: '200ms..800ms' } },
  flaky: { summary: 'one request in ten is answered 503', fields: { status: 503, share: 0.1 } },
  throttle: {
    summary: 'one request in two is answered 503 with Retry-After',
    fields: { status: { code: 503, retryAfter: 1 }, share: 0.5 },
  },
  'too-many-requests': {
    summary: 'one request in two is answered 429 with Retry-After',
    fields: { status: { code: 429, retryAfter: 1 }, share: 0.5 },
  },
  'token-outage': { summary: 'no token can be had (503), items can', fields: { ...TOKEN, status: 503 } },
  'token-forbidden': { summary: 'no token can be had (403), items can', fields: { ...TOKEN, status: 403 } },
  'token-hang': { summary: 'asking for a token is never answered, items are', fields: { ...TOKEN, stall: 'forever' } },
  'read-outage': { summary: 'no item can be read (503), tokens can be had', fields: { ...READS, status: 503 } },
  'tokens-refused': { summary: 'every read is answered 401, as with a bad token', fields: { ...READS, status: 401 } },
  'short-tokens': { summary: 'tokens expire after 5 s, whatever they were granted', fields: { tokenLife: '5s' } },
  'expired-credentials': { summary: 'role credentials have expired', fields: { credentials: 'expired' } },
  'expiring-credentials': { summary: 'role credentials expire in 5 minutes', fields: { credentials: 'expiring' } },
  'missing-credentials': { summary: 'the instance has no role', fields: { credentials: 'missing' } },
  'role-unauthorized': {
    summary: 'EC2 may not assume the role',
    fields: { credentials: 'AssumeRoleUnauthorizedAccess' },
  },
  'profile-not-found': {
    summary: 'EC2 does not find the instance profile',
    fields: { credentials: 'InstanceProfileNotFound' },
  },
} as const satisfies Readonly<Record<string, Preset>>;

/** The name of a preset. */
export type PresetName = keyof typeof TABLE;

/** The presets by name. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = TABLE;

/** In the order in which they are best shown. */
export const PRESET_NAMES = Object.keys(TABLE) as readonly PresetName[];

/** Whether there is a preset of this name. */
export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(TABLE, name);
}
