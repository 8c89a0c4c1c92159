import type { DaemonSettings } from '#daemon';
import type { Command } from 'commander';
import {
  apiPortOption,
  configOption,
  ephemeralOption,
  eventsOption,
  hostOption,
  jsonOption,
  portOption,
  profileOption,
  stateOption,
  transportOption,
  workersOption,
} from '../options.ts';
import { attachedToCalled } from '../called-addresses.ts';
import { fromOption } from '../recording-options.ts';
import { daemonSettings } from '../up-settings.ts';
import type { UpOptions } from '../up-settings.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';

/** `openimds up`. */
export function addUp(program: Command): void {
  const command = verb(program, 'up', 'run the metadata service in the foreground', [
    ['openimds up', 'one ready-made instance on http://127.0.0.1:1338'],
    ['openimds up --config openimds.yaml --host 169.254.169.254 --port 80', 'your instances, where EC2 has them'],
    ['openimds up --port 0 --ephemeral --json', 'for scripts: a free port, nothing kept, one JSON object when ready'],
  ]);
  for (const option of [portOption(), apiPortOption(), hostOption(), configOption(), fromOption(), stateOption()])
    command.addOption(option);
  for (const option of [
    ephemeralOption(),
    transportOption(),
    workersOption(),
    profileOption(),
    jsonOption('print one JSON object a line'),
    eventsOption(),
  ])
    command.addOption(option);
  command.addHelpText('after', '\nExit code: 0 where SIGINT or SIGTERM ends it.').action(
    checked(async (self) => {
      const given = daemonSettings(self, process.env);
      const { from, events } = self.opts<UpOptions>();
      const settings = from === undefined ? given : await servingRecording(given, from);
      const json = isJson(self);
      const { up } = await import('../up.ts');
      await up(settings, json, events ?? readSwitch(process.env, 'OPENIMDS_EVENTS') ?? false);
    }),
  );
}

/** A recording takes the place of a configuration; what the daemon is loaded with is loaded for it alone. */
async function servingRecording(settings: DaemonSettings, from: string): Promise<DaemonSettings> {
  const { recordingSource } = await import('#daemon');
  return { ...settings, config: from, source: recordingSource(from, () => attachedToCalled(settings.host)) };
}
