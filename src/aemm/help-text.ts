import { GLOBAL_FLAGS, SUB_COMMANDS } from './commands.ts';
import type { Flag, MockCommand } from './commands.ts';

/** The help of the mock, or of one of its sub-commands. */
export function mockHelp(command: MockCommand): string {
  const sub = SUB_COMMANDS.find((each) => each.command === command);
  const usage = sub === undefined ? 'openimds aemm [command] [flags]' : `openimds aemm ${sub.command} [flags]`;
  const aliases = sub === undefined ? [] : [`Aliases: ${sub.aliases.join(', ')}`, ''];
  const own = sub === undefined || sub.flags.length === 0 ? [] : ['Flags:', ...sub.flags.map(flagLine), ''];
  const commands = SUB_COMMANDS.map(({ command: name, summary }) => `  ${name.padEnd(14)}${summary}`);
  return [
    `Usage: ${usage}`,
    '',
    'Answers as amazon-ec2-metadata-mock does, whose commands, flags, AEMM_* variables and JSON configuration it takes.',
    '',
    ...aliases,
    ...(sub === undefined ? ['Commands (without one, all of them):', ...commands, ''] : []),
    ...own,
    sub === undefined ? 'Flags:' : 'Flags of every command:',
    ...GLOBAL_FLAGS.map(flagLine),
    '',
    'Examples:',
    '  openimds aemm --mock-delay-sec 10        everything; the Spot notice and the event after ten seconds',
    '  openimds aemm spot --action stop         a Spot interruption only',
    '  openimds aemm events -o instance-stop    a scheduled event only',
    '  openimds aemm -c aemm-config.json -I     a configuration of your own, with session tokens only',
    '',
    'A flag is also a variable: --mock-delay-sec is AEMM_MOCK_DELAY_SEC, and spot --action is AEMM_SPOT_ACTION.',
    '',
  ].join('\n');
}

function flagLine({ name, short, kind, help }: Flag): string {
  const value = kind === 'switch' ? '' : kind === 'whole' ? ' <N>' : ' <TEXT>';
  const names = `${short === undefined ? '    ' : `-${short}, `}--${name}${value}`;
  return `  ${names.padEnd(42)}${help}`;
}
