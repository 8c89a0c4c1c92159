import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { PartName } from '../arguments.ts';
import { machineText } from '../measure/machine.ts';
import type { Machine } from '../measure/machine.ts';
import type { PartResult } from './part-result.ts';
import { tableMarkdown, tableText } from './table-text.ts';

/** Everything a run of the bench found out. */
export interface Results {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly parts: Partial<Record<PartName, PartResult>>;
}

const DOCUMENT = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

/** The tables of all parts and what one has to know, for a terminal. */
export function resultsText({ machine, parts }: Results): string {
  const texts = Object.values(parts).flatMap(({ tables, notes, leftOut }) => [
    ...tables.map(tableText),
    [...notes, ...leftOut.map(({ name, reason }) => `Left out: ${name}: ${reason}`)].join('\n'),
  ]);
  return `${[machineText(machine), ...texts].filter(Boolean).join('\n\n')}\n`;
}

/** Writes the figures as JSON, and says where. */
export function writeJson(
  results: Results,
  file = `${RESULTS}${results.measuredAt.replaceAll(':', '-')}.json`,
): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 1)}\n`);
  return file;
}

/** Puts the tables of the parts that were measured into the document, and leaves the others as they are. */
export function writeDocument({ measuredAt, machine, parts }: Results): void {
  let text = readFileSync(DOCUMENT, 'utf8');
  for (const [name, { tables, notes }] of Object.entries(parts)) {
    if (tables.length === 0) continue;
    const measured = `Measured on ${measuredAt.slice(0, 10)}: ${machineText(machine)}.`;
    text = replaceBlock(text, name, [measured, ...tables.map(tableMarkdown), ...notes].join('\n\n'));
  }
  writeFileSync(DOCUMENT, text);
}

function replaceBlock(text: string, name: string, block: string): string {
  const [begin, end] = [`<!-- bench ${name}: begin -->`, `<!-- bench ${name}: end -->`];
  const [at, until] = [text.indexOf(begin), text.indexOf(end)];
  if (at < 0 || until < at) throw new Error(`${DOCUMENT} has no block ${begin}`);
  return `${text.slice(0, at + begin.length)}\n${block}\n${text.slice(until)}`;
}
