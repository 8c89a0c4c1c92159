import { DEFAULT_PATHS } from './default-paths.ts';
import { DEFAULT_VALUES } from './default-values.ts';

/** One setting. A list is a list of texts. */
export type Setting = string | number | boolean | null | readonly string[];

/** Settings by their keys in lower case, nested ones joined by dots. */
export type Settings = ReadonlyMap<string, Setting>;

/** Where settings come from; a later one goes before an earlier one. */
export interface SettingSources {
  readonly startedAtMs: number;
  /** What the configuration file holds, flat. */
  readonly file: Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly flags: Settings;
}

const DAY_MS = 86_400_000;

/** Spellings of variables that the mock's own documentation uses beside the one it reads. */
const OTHER_VARIABLES: Readonly<Record<string, string>> = {
  'spot.action': 'AEMM_SPOT_ITN_ACTION',
  'spot.time': 'AEMM_SPOT_ITN_TIME',
};

/** What all sources come to: flags go before variables, those before the file, and that before what is built in. */
export function mergeSettings({ startedAtMs, file, environment, flags }: SettingSources): Settings {
  const defaults = defaultSettings(startedAtMs);
  const known = new Set([...defaults.keys(), ...file.keys()]);
  const variables = [...known].flatMap((key) => {
    const value = environment[variableOf(key)] ?? environment[OTHER_VARIABLES[key] ?? ''];
    return value === undefined ? [] : [[key, value] as const];
  });
  return movedPaths(new Map([...defaults, ...file, ...variables, ...flags]));
}

/** The settings that are built in. */
export function defaultSettings(startedAtMs: number): Settings {
  const day = (days: number): string => `${new Date(startedAtMs + days * DAY_MS).toISOString().slice(0, 19)}Z`;
  return new Map<string, Setting>([
    ...Object.entries(DEFAULT_PATHS),
    ...Object.entries(DEFAULT_VALUES),
    ['config-file', '$HOME/aemm-config.json'],
    ['mock-delay-sec', 0],
    ['mock-trigger-time', ''],
    ['mock-ip-count', 2],
    ['save-config-to-file', false],
    ['watch-config-file', false],
    ['imdsv2', false],
    ['rebalance-delay-sec', 0],
    ['rebalance-trigger-time', ''],
    ['asg-termination-delay-sec', 0],
    ['asg-termination-trigger-time', ''],
    ['server.hostname', '0.0.0.0'],
    ['server.port', '1338'],
    ['spot.action', 'terminate'],
    ['spot.time', ''],
    ['spot.rebalance-rec-time', ''],
    ['events.code', 'system-reboot'],
    ['events.state', 'active'],
    ['events.not-before', day(0)],
    ['events.not-after', day(7)],
    ['events.not-before-deadline', day(9)],
    ['dynamic.values.instance-identity-pkcs', ''],
    ['dynamic.values.instance-identity-signature', ''],
  ]);
}

/** `spot.action` is `AEMM_SPOT_ACTION`. */
function variableOf(key: string): string {
  return `AEMM_${key.replaceAll(/[-.]/g, '_').toUpperCase()}`;
}

const MAC_PATHS = Object.keys(DEFAULT_PATHS).filter((key) => key.startsWith('metadata.paths.mac-'));

/** The paths that a value is part of. */
const PATHS_OF_VALUES: Readonly<Record<string, readonly string[]>> = {
  'metadata.values.mac': MAC_PATHS,
  'metadata.values.public-ipv4': ['metadata.paths.mac-ipv4-associations'],
  'metadata.values.iam-security-credentials-role': ['metadata.paths.iam-security-credentials'],
  'metadata.values.elastic-inference-associations': ['metadata.paths.elastic-inference-accelerator'],
};

/** Another value of a part of paths is another path, unless the path was changed itself. */
function movedPaths(settings: Settings): Settings {
  const moved = new Map(settings);
  for (const [key, paths] of Object.entries(PATHS_OF_VALUES)) {
    const [before, value] = [DEFAULT_VALUES[key] ?? '', textOf(settings, key)];
    if (before === value) continue;
    for (const path of paths) moved.set(path, textOf(moved, path).replaceAll(before, value));
  }
  return moved;
}

/** A setting as text; the empty text where there is none. */
export function textOf(settings: Settings, key: string): string {
  const value = settings.get(key);
  return value === undefined || value === null || Array.isArray(value) ? '' : String(value);
}

/** A setting that is a whole number; undefined where it is something else. */
export function wholeOf(settings: Settings, key: string): number | undefined {
  const text = textOf(settings, key).trim();
  return /^-?\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** A switch; undefined where it is none. */
export function switchOf(settings: Settings, key: string): boolean | undefined {
  const text = textOf(settings, key).toLowerCase();
  if (['1', 't', 'true'].includes(text)) return true;
  return ['', '0', 'f', 'false'].includes(text) ? false : undefined;
}
