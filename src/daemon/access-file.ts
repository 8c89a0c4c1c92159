import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { ReadyReport } from './settings.ts';

/** How the operator reaches the AWS API of a daemon. Holds a secret. */
export interface Access extends Pick<ReadyReport, 'api' | 'credentials' | 'region'> {
  /** The metadata service; absent where only the API is known. */
  readonly imds?: ReadyReport['imds'];
}

const FILE = 'access.json';

/** Puts it where `readAccess` finds it, also while the daemon holds its state; readable by its owner only. */
export async function writeAccess(stateDirectory: string, access: Access): Promise<void> {
  const { imds, api, credentials, region } = access;
  const path = join(stateDirectory, FILE);
  await writeFile(`${path}.new`, JSON.stringify({ imds, api, credentials, region }), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** What the daemon that was started last with this state wrote; the error says what to do when there was none. */
export async function readAccess(stateDirectory: string): Promise<Result<Access, string>> {
  try {
    // Only the function above writes this file.
    return ok(JSON.parse(await readFile(join(stateDirectory, FILE), 'utf8')) as Access);
  } catch {
    return err(
      `no access key in ${stateDirectory}: it is made when openimds first starts. Run "openimds up" once, with the same --state`,
    );
  }
}
