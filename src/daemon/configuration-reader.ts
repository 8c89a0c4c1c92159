// The program that reads one large configuration file for the daemon and writes what came of it, line by line.
import { once } from 'node:events';
import { readConfiguration } from './load-configuration.ts';
import { plainSettings } from './read-configuration-apart.ts';
import type { ReaderLine } from './read-configuration-apart.ts';

async function write(line: ReaderLine): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain');
}

const read = await readConfiguration(process.argv[2] ?? '');
if (read.ok) {
  const { instanceCount, firstIds } = read.value;
  await write({ kind: 'settings', settings: plainSettings(read.value), instanceCount, firstIds });
  for await (const instances of read.value.instances) await write({ kind: 'batch', instances });
  await write({ kind: 'end' });
} else {
  await write({ kind: 'wrong', error: read.error });
}
