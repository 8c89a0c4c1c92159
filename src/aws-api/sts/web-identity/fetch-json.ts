import { err, ok } from '#base';
import type { Result } from '#base';

const TIMEOUT_MS = 5000;
const BYTES_MAX = 262_144;

/** Gets the JSON at `url`: within five seconds, 256 KiB at most, without following redirects. The failure is a sentence. */
export async function fetchJson(url: URL): Promise<Result<unknown, string>> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      await response.body?.cancel();
      return err(`${url.href} answered with HTTP status ${response.status}`);
    }
    const text = await limitedText(response);
    return text === undefined ? err(`${url.href} answered with more than ${BYTES_MAX} bytes`) : ok(JSON.parse(text));
  } catch (error) {
    // Whatever ends a request or makes its answer unreadable is the provider's failure, not ours.
    return err(`${url.href} could not be read: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

async function limitedText(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest.
    if (bytes > BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
