import type { Command } from 'commander';
import { defaultStateDirectory } from '../directories.ts';
import { apiPortOption, configOption, jsonOption, portOption, stateOption } from '../options.ts';
import { configurationHere } from '../up-settings.ts';
import { checked, isJson, verb } from '../verb.ts';

interface DoctorOptions {
  readonly port: number;
  readonly apiPort: number;
  readonly state?: string;
  readonly config?: string;
}

/** `openimds doctor`. */
export function addDoctor(program: Command): void {
  verb(program, 'doctor', 'say what works on this machine, what does not, and the remedy', [
    ['openimds doctor', 'ends with 0 when "openimds up" works, else with 1'],
    ['openimds doctor --port 80 --json', 'for these flags of "up", as one JSON object'],
    ['openimds doctor --config openimds.yaml', 'is it right, and is the clock that of those who issue for its roles'],
  ])
    .addOption(portOption())
    .addOption(apiPortOption())
    .addOption(configOption())
    .addOption(stateOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const { port, apiPort, state, config } = self.opts<DoctorOptions>();
        const isExplicit = (name: string): boolean => self.getOptionValueSource(name) !== 'default';
        const json = isJson(self);
        const { doctor } = await import('../doctor.ts');
        const ports = [
          { name: 'metadata port', port, flag: '--port', isExplicit: isExplicit('port') },
          { name: 'API port', port: apiPort, flag: '--api-port', isExplicit: isExplicit('apiPort') },
        ];
        const request = { stateDirectory: state ?? defaultStateDirectory(process.env), ports };
        await doctor({ ...request, config: config ?? configurationHere() }, json);
      }),
    );
}
