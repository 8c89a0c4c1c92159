// Owns what users of amazon-ec2-metadata-mock type and write: its commands, flags, variables, configuration and default values.
// Promises to read them as it does, and to show what it shows, but for what docs/guides/from-aemm.md names.
// Never listens, reads a file or waits: it says what is to be shown at a given moment.
export { checkSettings } from './check-settings.ts';
export { SUB_COMMANDS } from './commands.ts';
export type { MockCommand } from './commands.ts';
export { mockHelp } from './help-text.ts';
export { mockInstance, nextChangeMs } from './mock-instance.ts';
export { parseCommandLine } from './parse-command-line.ts';
export type { CommandLine } from './parse-command-line.ts';
export { parseMockConfiguration } from './parse-configuration.ts';
export { savedConfiguration } from './save-configuration.ts';
export { mergeSettings, switchOf, textOf, wholeOf } from './settings.ts';
export type { Settings } from './settings.ts';
