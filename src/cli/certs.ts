import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readCertificates } from '#daemon';
import type { Certificates } from '#daemon';
import { fail } from './failure.ts';
import { defaultStateDirectory } from './directories.ts';

/** What `certs` was asked. */
export interface CertsRequest {
  readonly state: string | undefined;
  /** Where to write files; undefined: print. */
  readonly output: string | undefined;
  readonly json: boolean;
}

/** Prints or writes the certificates of the daemon whose state is kept in `state`. */
export async function certs({ state, output, json }: CertsRequest): Promise<void> {
  const certificates = await readCertificates(state ?? defaultStateDirectory(process.env));
  if (!certificates.ok) return fail(certificates.error, 1);
  if (output !== undefined) return writeFiles(output, certificates.value, json);
  const { dsa, rsa, rsa2048 } = certificates.value;
  process.stdout.write(
    json ? `${JSON.stringify({ dsa, rsa, rsa2048 })}\n` : [dsa, rsa, rsa2048].map(withLineFeed).join(''),
  );
}

async function writeFiles(folder: string, { dsa, rsa, rsa2048 }: Certificates, json: boolean): Promise<void> {
  const files = Object.entries({ dsa, rsa, rsa2048 }).map(([name, pem]) => ({
    path: join(folder, `${name}.pem`),
    name,
    pem,
  }));
  try {
    await mkdir(folder, { recursive: true });
    for (const { path, pem } of files) await writeFile(path, withLineFeed(pem));
  } catch (error) {
    return fail(`cannot write to ${folder}: ${error instanceof Error ? error.message : 'unknown reason'}`, 1);
  }
  const paths = Object.fromEntries(files.map(({ name, path }) => [name, path]));
  process.stdout.write(json ? `${JSON.stringify(paths)}\n` : files.map(({ path }) => `${path}\n`).join(''));
}

function withLineFeed(pem: string): string {
  return pem.endsWith('\n') ? pem : `${pem}\n`;
}
