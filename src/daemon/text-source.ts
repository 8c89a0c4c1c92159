import { ok } from '#base';
import type { ConfigurationSource } from './configuration-source.ts';
import { parseText } from './parse-text.ts';

/** Makes configurations of what `text` says at the time, as a configuration file would say it. */
export function textSource(text: () => string): ConfigurationSource {
  return {
    file: undefined,
    async load() {
      const parsed = await parseText(text(), 'the configuration');
      return parsed.ok ? ok({ configuration: parsed.value, notes: [] }) : parsed;
    },
  };
}
