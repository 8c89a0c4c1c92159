import { err, ok } from '#base';
import type { Result } from '#base';
import { defaultSettings } from './settings.ts';
import type { Setting, Settings } from './settings.ts';

/** A configuration file, flat, with the keys in it that mean nothing. */
export interface ParsedConfiguration {
  readonly settings: Settings;
  readonly unknown: readonly string[];
}

const MAX_TEXT_LENGTH = 1024 * 1024;
const MAX_DEPTH = 8;

/** Reads a JSON configuration file of amazon-ec2-metadata-mock. Keys may be in any case; those it does not know it passes over. */
export function parseMockConfiguration(text: string): Result<ParsedConfiguration, string> {
  if (text.length > MAX_TEXT_LENGTH) return err('it is larger than 1 MiB');
  const value = parsed(text);
  if (!isRecord(value)) return err('it is no JSON object; only JSON is read');
  const settings = new Map<string, Setting>();
  const wrong = flatten(value, '', settings, 0);
  if (wrong !== undefined) return err(wrong);
  const known = new Set(defaultSettings(0).keys());
  return ok({ settings, unknown: [...settings.keys()].filter((key) => !known.has(key)) });
}

function flatten(
  object: Readonly<Record<string, unknown>>,
  prefix: string,
  into: Map<string, Setting>,
  depth: number,
): string | undefined {
  if (depth > MAX_DEPTH) return `${prefix} is nested too deep`;
  for (const [name, value] of Object.entries(object)) {
    const key = `${prefix}${prefix === '' ? '' : '.'}${name.toLowerCase()}`;
    if (isRecord(value)) {
      const wrong = flatten(value, key, into, depth + 1);
      if (wrong !== undefined) return wrong;
    } else if (isSetting(value)) into.set(key, value);
    else return `${key}: expected text, a number, true, false, null or a list of texts`;
  }
  return undefined;
}

function isSetting(value: unknown): value is Setting {
  if (Array.isArray(value)) return value.every((each) => typeof each === 'string');
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
