import { err, ok } from '#base';
import type { Result } from '#base';
import { isPreset, PRESET_NAMES } from './presets.ts';
import { EFFECT_KEYS } from './read-effects.ts';
import type { EffectKey } from './read-effects.ts';

/** Effects whose one value is a number. */
const NUMERIC: ReadonlySet<EffectKey> = new Set(['status', 'truncate', 'drip']);

/** The effects as words of a command line: `tokenLife` is `token-life`. */
const EFFECT_WORDS: ReadonlyMap<string, EffectKey> = new Map(
  EFFECT_KEYS.map((key) => [key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), key]),
);

/**
 * Reads words of a command line, such as `status 503 latency 200ms` or `token-outage`, as the declaration they stand for.
 * A word that is no effect and no preset belongs to the effect before it: `stall 30s after 100`. An effect and its value may
 * also be one word, `clock-skew=-5m`.
 */
export function parseFaultWords(given: readonly string[]): Result<Readonly<Record<string, unknown>>, string> {
  const declaration: Record<string, unknown> = {};
  const words = given.flatMap(splitAssignment);
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    const effect = EFFECT_WORDS.get(word);
    if (effect === undefined && !isPreset(word)) return err(unknownWord(word));
    const key = effect ?? 'preset';
    if (Object.hasOwn(declaration, key))
      return err(effect === undefined ? 'give one preset at most' : `${word} is given twice`);
    const values = words.slice(at + 1, nextKnown(words, at + 1));
    if (effect === undefined && values.length > 0)
      return err(`the preset ${word} takes no value, got ${values.join(' ')}`);
    declaration[key] = effect === undefined ? word : valueOf(effect, values.join(' '));
    at += 1 + values.length;
  }
  return ok(declaration);
}

function splitAssignment(word: string): readonly string[] {
  const at = word.indexOf('=');
  return at > 0 && EFFECT_WORDS.has(word.slice(0, at)) ? [word.slice(0, at), word.slice(at + 1)] : [word];
}

function nextKnown(words: readonly string[], from: number): number {
  const next = words.findIndex((word, at) => at >= from && (EFFECT_WORDS.has(word) || isPreset(word)));
  return next < 0 ? words.length : next;
}

function valueOf(effect: EffectKey, text: string): unknown {
  if (text === '') return true;
  return NUMERIC.has(effect) && /^\d{1,12}$/.test(text) ? Number(text) : text;
}

function unknownWord(word: string): string {
  const effects = [...EFFECT_WORDS.keys()].join(', ');
  return `"${word}" is neither an effect (${effects}) nor a preset (${PRESET_NAMES.join(', ')})`;
}
