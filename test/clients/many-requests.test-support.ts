// Very many metadata requests, each on a connection of its own as EC2 has it, and how they were answered.
import { connect } from 'node:net';

/** One request, as it goes over the wire. */
export interface WireRequest {
  readonly host: string;
  readonly port: number;
  readonly text: string;
}

const AT_A_TIME = 24;

/** Sends requests, some at a time, and tells `answered` of each with its status. Rejects if one is not answered. */
export async function askMany(
  count: number,
  request: (index: number) => WireRequest,
  answered: (index: number, status: number) => void,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) answered(index, await statusOf(request(index)));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

function statusOf({ host, port, text }: WireRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    let head = '';
    const socket = connect({ host, port, noDelay: true }, () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (more: string) => (head += more));
    socket.on('error', reject);
    socket.on('close', () => {
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]);
      if (status > 0) resolve(status);
      else reject(new Error(`no answer: ${JSON.stringify(head.slice(0, 80))}`));
    });
  });
}
