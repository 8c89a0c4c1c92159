import type { OptionSettings } from './scenario.ts';

/** Options on one line. */
export function optionsText(instances: readonly string[] | undefined, settings: OptionSettings): string {
  const said = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return `${said.join(', ')} for ${instances === undefined ? 'all instances' : instances.join(', ')}`;
}
