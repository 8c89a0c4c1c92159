// `openimds/testing`: the sources in a checkout, what was compiled of them in a published package.
import { existsSync } from 'node:fs';

const source = new URL('../src/testing/index.ts', import.meta.url);
export const { anInstance, aSpotInstance, startImds } = await import(
  existsSync(source) ? source.href : new URL('../dist/testing/index.js', import.meta.url).href
);
