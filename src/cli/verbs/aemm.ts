import type { Command } from 'commander';
import { checked, verb } from '../verb.ts';

/** `openimds aemm`, whose words are those of amazon-ec2-metadata-mock: they are read by what knows them. */
export function addAemm(program: Command): void {
  program.enablePositionalOptions();
  verb(program, 'aemm', 'answer as amazon-ec2-metadata-mock does, with its commands and flags', [
    ['openimds aemm spot --action stop', 'what ec2-metadata-mock spot --action stop does'],
  ])
    .argument('[words...]')
    .helpOption(false)
    .passThroughOptions()
    .allowUnknownOption()
    .action(
      checked(async (self) => {
        const { aemm } = await import('../aemm.ts');
        await aemm(self.args);
      }),
    );
}
