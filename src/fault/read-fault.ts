import { err, ok } from '#base';
import type { Result } from '#base';
import { FAULT_LIMITS } from './fault.ts';
import type { Fault, FaultEffects } from './fault.ts';
import { isPreset, PRESET_NAMES, PRESETS } from './presets.ts';
import type { PresetName } from './presets.ts';
import { within } from './problem.ts';
import type { FaultProblem, Report } from './problem.ts';
import { EFFECT_KEYS, readEffects } from './read-effects.ts';
import { checkKeys, foundText, readFields } from './read-fields.ts';
import type { Fields } from './read-fields.ts';
import { readSelection, SELECTION_KEYS } from './read-selection.ts';

/** Every key a fault is declared with. */
export const FAULT_KEYS: readonly string[] = ['id', 'preset', ...EFFECT_KEYS, ...SELECTION_KEYS];

/** What a declaration does not say. */
export interface FaultContext {
  readonly nowMs: number;
  /** The id where none is given. */
  readonly freshId: string;
}

/**
 * Reads a fault as a configuration file, a request or a command line declares it. A preset stands for the keys it names,
 * and what is said beside it is added, or put in its place. All problems are told, with where they are.
 */
export function readFault(value: unknown, { nowMs, freshId }: FaultContext): Result<Fault, readonly FaultProblem[]> {
  const problems: FaultProblem[] = [];
  const report: Report = (path, message) => void problems.push({ path, message });
  const given = readFields(value, report) ?? {};
  checkKeys(given, FAULT_KEYS, report);
  const preset = readPreset(given['preset'], within(report, 'preset'));
  const fields: Fields = { ...(preset === undefined ? {} : PRESETS[preset].fields), ...given };
  const id = given['id'] === undefined ? freshId : readId(given['id'], within(report, 'id'));
  const effects = readEffects(fields, report);
  const selection = readSelection(fields, id, nowMs, report);
  if (problems.length === 0) checkWhole(fields, effects, report);
  return problems.length > 0 ? err(problems) : ok({ id, preset, createdAtMs: nowMs, selection, effects });
}

function readPreset(value: unknown, report: Report): PresetName | undefined {
  if (value === undefined || (typeof value === 'string' && isPreset(value))) return value;
  return report([], `expected one of ${PRESET_NAMES.join(', ')}, got ${foundText(value)}`);
}

function readId(value: unknown, report: Report): string {
  if (typeof value === 'string' && new RegExp(`^[\\w.-]{1,${FAULT_LIMITS.idLength}}$`).test(value)) return value;
  const expected = `1 to ${FAULT_LIMITS.idLength} letters, digits and "._-"`;
  return report([], `expected ${expected}, got ${foundText(value)}`) ?? '';
}

/** What is right key by key can still not be done together. */
function checkWhole(fields: Fields, effects: FaultEffects, report: Report): void {
  if (Object.keys(effects).length === 0) {
    report([], `says nothing to do; give one or more of ${EFFECT_KEYS.join(', ')}, or a preset`);
  }
  if (effects.refuse !== 'connection') return;
  for (const key of ['paths', 'methods']) {
    if (fields[key] !== undefined)
      report([key], 'a connection is refused before it asks for anything; leave this out, or take "refuse: request"');
  }
  if (Object.keys(effects).length > 1)
    report(['refuse'], 'a refused connection has no answer for other effects to act on');
}
