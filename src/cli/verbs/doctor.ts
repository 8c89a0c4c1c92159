import type { Command } from 'commander';
import { defaultStateDirectory } from '../directories.ts';
import { apiPortOption, jsonOption, portOption, stateOption } from '../options.ts';
import { checked, isJson, verb } from '../verb.ts';

/** `openimds doctor`. */
export function addDoctor(program: Command): void {
  verb(program, 'doctor', 'say what works on this machine, what does not, and the remedy', [
    ['openimds doctor', 'ends with 0 when "openimds up" works, else with 1'],
    ['openimds doctor --port 80 --json', 'for these flags of "up", as one JSON object'],
  ])
    .addOption(portOption())
    .addOption(apiPortOption())
    .addOption(stateOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const { port, apiPort, state } = self.opts<{ port: number; apiPort: number; state?: string }>();
        const isExplicit = (name: string): boolean => self.getOptionValueSource(name) !== 'default';
        const json = isJson(self);
        const { doctor } = await import('../doctor.ts');
        const ports = [
          { name: 'metadata port', port, flag: '--port', isExplicit: isExplicit('port') },
          { name: 'API port', port: apiPort, flag: '--api-port', isExplicit: isExplicit('apiPort') },
        ];
        await doctor({ stateDirectory: state ?? defaultStateDirectory(process.env), ports }, json);
      }),
    );
}
