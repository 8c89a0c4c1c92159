import { Option } from 'commander';
import type { Command } from 'commander';
import { jsonOption } from '../options.ts';
import { ignoreHeaderOption, readingOptions } from '../recording-options.ts';
import type { ReadingOptions } from '../recording-options.ts';
import { checked, isJson, verb } from '../verb.ts';
import { withSwitches } from './record.ts';

/** The options of `diff` as commander leaves them. */
export interface DiffOptions extends ReadingOptions {
  /** False with `--no-protocol`. */
  readonly protocol: boolean;
  readonly lastModified?: true;
  /** False with `--no-header-form`. */
  readonly headerForm: boolean;
  readonly ignoreHeader: readonly string[];
}

/** `openimds diff`. */
export function addDiff(program: Command): void {
  const command = verb(program, 'diff', 'compare what two metadata services answer', [
    ['openimds diff http://127.0.0.1:1338 http://127.0.0.1:8111', 'two services, byte by byte'],
    ['openimds diff imds-recording.yaml http://127.0.0.1:1338', 'a recording and a service'],
    ['openimds diff a.yaml b.yaml --json', 'two recordings; exit code 0: same, 1: different, 2: could not compare'],
  ])
    .argument('<A>', 'URL of a service, or file that "openimds record" wrote')
    .argument('<B>', 'the other');
  for (const option of readingOptions()) command.addOption(option);
  command
    .addOption(new Option('--no-protocol', 'compare no refusals and methods (env: OPENIMDS_NO_PROTOCOL)'))
    .addOption(new Option('--last-modified', 'the time in Last-Modified counts too (env: OPENIMDS_LAST_MODIFIED)'))
    .addOption(ignoreHeaderOption())
    .addOption(
      new Option(
        '--no-header-form',
        'the order and the spelling of header names do not count (env: OPENIMDS_NO_HEADER_FORM)',
      ),
    )
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const [a = '', b = ''] = self.args;
        const options = withSwitches<DiffOptions & { noProtocol?: true; noHeaderForm?: true }>(self, [
          'userData',
          'v1',
          'lastModified',
          'noProtocol',
          'noHeaderForm',
        ]);
        const json = isJson(self);
        const { diff } = await import('../diff.ts');
        const protocol = options.protocol && options.noProtocol !== true;
        const headerForm = options.headerForm && options.noHeaderForm !== true;
        await diff([a, b], { ...options, protocol, headerForm }, json);
      }),
    );
}
