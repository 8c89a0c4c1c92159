import type { Command } from 'commander';
import { jsonOption, outputOption, stateOption } from '../options.ts';
import { checked, isJson, verb } from '../verb.ts';

/** `openimds certs`. */
export function addCerts(program: Command): void {
  verb(program, 'certs', 'print the certificates that verify identity documents', [
    ['openimds certs', 'all three, one after the other'],
    ['openimds certs --output certs/', 'certs/dsa.pem, certs/rsa.pem and certs/rsa2048.pem'],
  ])
    .addOption(stateOption())
    .addOption(outputOption())
    .addOption(jsonOption('print {"dsa","rsa","rsa2048"}'))
    .action(
      checked(async (self) => {
        const { state, output } = self.opts<{ state?: string; output?: string }>();
        const json = isJson(self);
        const { certs } = await import('../certs.ts');
        await certs({ state, output, json });
      }),
    );
}
