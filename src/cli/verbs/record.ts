import { Option } from 'commander';
import type { Command } from 'commander';
import { jsonOption } from '../options.ts';
import { parseServiceUrl, readingOptions, recordingOption } from '../recording-options.ts';
import type { ReadingOptions } from '../recording-options.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';

/** Where EC2 has its metadata service. */
const LINK_LOCAL = 'http://169.254.169.254';

/** The options of `record` as commander leaves them. */
export interface RecordOptions extends ReadingOptions {
  readonly output: string;
  readonly force?: true;
  readonly protocol?: true;
}

/** `openimds record`. */
export function addRecord(program: Command): void {
  const command = verb(program, 'record', 'read a metadata service into a file that "up --from" serves again', [
    ['openimds record', 'on an EC2 instance: what it sees, without its secrets and user data'],
    ['openimds record http://127.0.0.1:1338 -o fixture.yaml --versions all', 'another service, every version'],
    ['openimds up --from imds-recording.yaml', 'the same answers anywhere'],
  ]).argument('[URL]', `the service (${LINK_LOCAL})`, parseServiceUrl);
  for (const option of [recordingOption(), ...readingOptions()]) command.addOption(option);
  command
    .addOption(new Option('--protocol', 'try refusals and methods too: thirty more requests (env: OPENIMDS_PROTOCOL)'))
    .addOption(new Option('--force', 'write over a file that is there (env: OPENIMDS_FORCE)'))
    .addOption(jsonOption('print what was done as one JSON object'))
    .action(
      checked(async (self) => {
        const url = (self.processedArgs[0] as URL | undefined) ?? new URL(LINK_LOCAL);
        const options = withSwitches<RecordOptions>(self, ['userData', 'v1', 'protocol', 'force']);
        const json = isJson(self);
        const { record } = await import('../record.ts');
        await record(url, options, json);
      }),
    );
}

/** Options with the variables of those that have no value. */
export function withSwitches<Options extends object>(
  command: Command,
  switches: readonly (keyof Options & string)[],
): Options {
  const given = switches.flatMap((name) => {
    const variable = `OPENIMDS_${name.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`;
    return readSwitch(process.env, variable) === true ? [[name, true] as const] : [];
  });
  return { ...Object.fromEntries(given), ...command.opts<Options>() };
}
