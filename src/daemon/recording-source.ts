import { readFile } from 'node:fs/promises';
import { err, ok } from '#base';
import type { Attachment } from '#model';
import type { ConfigurationSource } from './configuration-source.ts';
import { shownConfiguration } from './shown-configuration.ts';

/**
 * Makes the configuration of the instance that a recording shows; the file is followed while the daemon runs. Without
 * attachments it answers on loopback.
 */
export function recordingSource(file: string, attachments: () => readonly Attachment[]): ConfigurationSource {
  return {
    file,
    load: async () => {
      const text = await readText(file);
      if (text === undefined) return err(`${file}: cannot be read`);
      // A YAML parser and a schema library take longer to load than most commands run.
      const { readFixture, recordedInstance } = await import('#recording');
      const fixture = readFixture(text);
      if (!fixture.ok) return err(`${file}: ${fixture.error}`);
      const shown = recordedInstance(fixture.value);
      const { incomplete } = fixture.value;
      const notes =
        incomplete === undefined ? shown.notes : [`the recording is not whole: ${incomplete}`, ...shown.notes];
      return ok({ configuration: shownConfiguration(shown, attachments()), notes });
    },
  };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
