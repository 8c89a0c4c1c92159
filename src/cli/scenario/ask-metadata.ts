import { request } from 'node:http';
import type { MetadataAnswer } from '#scenario';

const BODY_BYTES_MAX = 1_048_576;

/** One metadata request of a client of its own: on a connection that nobody else uses. Never rejects. */
export function askMetadata(
  url: URL,
  { method, headers, timeoutMs }: { method: string; headers: Readonly<Record<string, string>>; timeoutMs: number },
): Promise<MetadataAnswer> {
  return new Promise((resolve) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
      });
      response.on('error', closed);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ kind: 'answer', status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      });
    });
    const closed = (): void => {
      clearTimeout(timer);
      resolve({ kind: 'closed' });
    };
    const timer = setTimeout(() => {
      resolve({ kind: 'timeout' });
      asked.destroy();
    }, timeoutMs);
    asked.on('error', closed);
    asked.end();
  });
}
