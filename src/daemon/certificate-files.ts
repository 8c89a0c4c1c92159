import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { IdentityKeys } from '#credentials';

/** The certificates that identity documents are verified with, in PEM. */
export interface Certificates {
  /** For `pkcs7`. */
  readonly dsa: string;
  /** For `signature`. */
  readonly rsa: string;
  /** For `rsa2048`. */
  readonly rsa2048: string;
}

const FOLDER = 'certificates';

/** The public half of the identity keys. */
export function certificatesOf(keys: IdentityKeys): Certificates {
  return {
    dsa: keys.pkcs7.certificatePem,
    rsa: keys.signature.certificatePem,
    rsa2048: keys.rsa2048.certificatePem,
  };
}

/** Puts the certificates where `readCertificates` finds them, also while the daemon holds its state. */
export async function writeCertificates(stateDirectory: string, certificates: Certificates): Promise<void> {
  const folder = join(stateDirectory, FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const [name, pem] of Object.entries(certificates))
    await writeFile(join(folder, `${name}.pem`), pem, { mode: 0o644 });
}

/** The certificates of a state directory; the error says what to do when there are none yet. */
export async function readCertificates(stateDirectory: string): Promise<Result<Certificates, string>> {
  try {
    const [dsa, rsa, rsa2048] = await Promise.all(
      ['dsa', 'rsa', 'rsa2048'].map((name) => readFile(join(stateDirectory, FOLDER, `${name}.pem`), 'utf8')),
    );
    return ok({ dsa: dsa ?? '', rsa: rsa ?? '', rsa2048: rsa2048 ?? '' });
  } catch {
    return err(
      `no certificates in ${stateDirectory}: they are made when openimds first starts. Run "openimds up" once, with the same --state`,
    );
  }
}
