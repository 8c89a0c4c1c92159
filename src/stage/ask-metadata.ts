import { request } from 'node:http';
import type { MetadataAnswer } from '#scenario';

/** How long a client waits for an answer, as one that begins to: by real time, or by another. */
export type Patience = (giveUp: () => void) => Waiting;

/** A client that waits for an answer. */
interface Waiting {
  /** Told from which port the client asks. */
  asksFrom(port: number): void;
  /** There is nothing left to wait for. */
  over(): void;
}

/** Patience of so many milliseconds as time passes. */
export function realPatience(forMs: number): Patience {
  return (giveUp) => {
    const timer = setTimeout(giveUp, forMs);
    return { asksFrom: () => {}, over: () => clearTimeout(timer) };
  };
}

const BODY_BYTES_MAX = 1_048_576;

/** One metadata request of a client of its own: on a connection that nobody else uses. Never rejects. */
export function askMetadata(
  url: URL,
  { method, headers, patience }: { method: string; headers: Readonly<Record<string, string>>; patience: Patience },
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
        waiting.over();
        resolve({ kind: 'answer', status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      });
    });
    const closed = (): void => {
      waiting.over();
      resolve({ kind: 'closed' });
    };
    const waiting = patience(() => {
      resolve({ kind: 'timeout' });
      asked.destroy();
    });
    asked.on('socket', (socket) => socket.once('connect', () => waiting.asksFrom(socket.localPort ?? 0)));
    asked.on('error', closed);
    asked.end();
  });
}
