import type { Report } from '#document';
import { DEFAULT_NETWORK, parseAddress } from '#model';
import { DEFAULT_DATA_PLANE } from './configuration.ts';
import type { DataPlaneSettings, ListenDeclaration, ProxyDeclaration } from './configuration.ts';
import type { SettingsShape } from './configuration-schema.ts';
import type { ReadFile } from './read-user-data.ts';

type Shape = NonNullable<SettingsShape['dataPlane']>;
type ListenShape = NonNullable<Shape['listen']>[number];

const PROXY_MAX_AGE_SECONDS = 30;
/** What a key of HMAC-SHA256 should have at least (RFC 2104 §3). */
const KEY_BYTES_MIN = 32;
const KEY_BYTES_MAX = 4096;

/** Puts `dataPlane` into the words of the model. */
export function readDataPlane(shape: Shape, readFile: ReadFile, report: Report): DataPlaneSettings {
  const listen = (shape.listen ?? []).map((entry, index) =>
    readListen(entry, readFile, (path, message) => report(['listen', index, ...path], message)),
  );
  reportSamePlaces(listen, report);
  return { ...DEFAULT_DATA_PLANE, ...shape, listen };
}

function readListen({ proxy, ...entry }: ListenShape, readFile: ReadFile, report: Report): ListenDeclaration {
  const place = { network: DEFAULT_NETWORK, ...entry };
  return proxy === undefined ? place : { ...place, proxy: readProxy(proxy, readFile, report) };
}

function readProxy(
  { keyFile, maxAgeSeconds = PROXY_MAX_AGE_SECONDS }: NonNullable<ListenShape['proxy']>,
  readFile: ReadFile,
  report: Report,
): ProxyDeclaration {
  const wrong = (message: string): unknown => report(['proxy', 'keyFile'], message);
  const content = readFile(keyFile);
  if (!content.ok) wrong(`cannot read ${keyFile}: ${content.error}`);
  const key = content.ok ? withoutLastLineFeed(Buffer.from(content.value)) : undefined;
  if (key !== undefined && (key.length < KEY_BYTES_MIN || key.length > KEY_BYTES_MAX))
    wrong(`a key has ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} bytes; make one with: openssl rand -hex 32`);
  return { keyBase64: key?.toString('base64') ?? '', maxAgeSeconds };
}

/** Editors and shells end files with one; it is no part of the key. */
function withoutLastLineFeed(bytes: Buffer): Buffer {
  return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
}

function reportSamePlaces(listen: readonly ListenDeclaration[], report: Report): void {
  const seen = new Map<string, number>();
  for (const [index, { host, port, interface: name, netns }] of listen.entries()) {
    const place = JSON.stringify([parseAddress(host), port, name, netns]);
    const earlier = seen.get(place);
    if (earlier === undefined) seen.set(place, index);
    else report(['listen', index], `dataPlane.listen[${earlier}] is the same place`);
  }
}
