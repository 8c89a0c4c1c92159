// Rewrites src/protocol/aws/gen from the installed AWS SDK clients: `node scripts/extract-aws-schemas.ts`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { extractService } from './aws-schemas/service-model.ts';
import type { ServiceModel } from './aws-schemas/service-model.ts';
import { declareOperations, declareShapes } from './aws-schemas/type-declarations.ts';
import { WANTED } from './aws-schemas/wanted.ts';

/** Where the generated files are. */
export const GENERATED = new URL('../src/protocol/aws/gen/', import.meta.url);

/** Every generated file: its name and its text. The same clients always give the same bytes. */
export function generate(): Map<string, string> {
  const files = new Map<string, string>();
  const models = new Map<string, ServiceModel>();
  for (const wanted of WANTED) {
    const model = extractService(wanted);
    models.set(wanted.name, model);
    files.set(`${wanted.name}.json`, `${JSON.stringify(model, null, 2)}\n`);
    files.set(`${wanted.name}.ts`, declareShapes(model));
  }
  files.set('operations.ts', declareOperations(models));
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(GENERATED, { recursive: true });
  for (const [name, text] of generate()) writeFileSync(new URL(name, GENERATED), text);
}
