import { err } from '#base';
import type { Result } from '#base';
import { formatConfigurationErrors } from './config/configuration-error.ts';
import type { Configuration } from './config/configuration.ts';
import { readBytes } from './read-bytes.ts';

/** The configuration that a text declares; `name` stands for it in errors, and relative paths in it start from there. */
export async function parseText(text: string, name: string): Promise<Result<Configuration, string>> {
  // Checking needs a YAML parser and a schema library, which take longer to load than all the rest together.
  const { parseConfiguration } = await import('./config/parse-configuration.ts');
  const parsed = parseConfiguration(text, name, readBytes);
  return parsed.ok ? parsed : err(formatConfigurationErrors(parsed.error));
}
