import type { Result } from '#base';
import type { Report } from '#document';
import type { InstanceShape } from './instance-schema.ts';

/** Reads a file that the configuration names; the error says why it could not, without its content. */
export type ReadFile = (path: string) => Result<Uint8Array, string>;

const MAX_USER_DATA_BYTES = 16_384;
const SOURCES = ['userData', 'userDataFile', 'userDataBase64'] as const;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The user data of an instance in base64, whichever way it is given; undefined when there is none. */
export function readUserData(shape: InstanceShape, readFile: ReadFile, report: Report): string | undefined {
  const [source, another] = SOURCES.filter((key) => shape[key] !== undefined);
  if (source === undefined) return undefined;
  if (another !== undefined) {
    report([another], `give only one of ${SOURCES.join(', ')}`);
    return undefined;
  }
  const bytes = bytesOf(source, shape[source] ?? '', readFile, report);
  if (bytes === undefined || bytes.length === 0) return undefined;
  if (bytes.length <= MAX_USER_DATA_BYTES) return bytes.toString('base64');
  report([source], `user data may have 16,384 bytes; this has ${bytes.length}`);
  return undefined;
}

function bytesOf(
  source: (typeof SOURCES)[number],
  given: string,
  readFile: ReadFile,
  report: Report,
): Buffer | undefined {
  switch (source) {
    case 'userData':
      return Buffer.from(given, 'utf8');
    case 'userDataBase64':
      return decode(given, report);
    case 'userDataFile': {
      const content = readFile(given);
      if (content.ok) return Buffer.from(content.value);
      report([source], `cannot read ${given}: ${content.error}`);
      return undefined;
    }
  }
}

/** Base64 is often wrapped; only line breaks and blanks are overlooked. */
function decode(given: string, report: Report): Buffer | undefined {
  const bare = given.replaceAll(/\s+/g, '');
  if (BASE64.test(bare)) return Buffer.from(bare, 'base64');
  report(['userDataBase64'], 'is not base64 (RFC 4648 §4)');
  return undefined;
}
