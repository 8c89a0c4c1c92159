import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Result } from '#base';
import { loadLibc, receiveWithDescriptors } from '#host';
import type { Libc, ReceivedMessage } from '#host';
import type { ServedSockets } from '../serve-given.ts';
import { descriptorOf, handoverPath, REQUEST_BYTES_MAX } from './handover-socket.ts';
import type { HandoverAnswer, HandoverRequest } from './handover-socket.ts';

/** Serves sockets as an instance, the first one where none is named. */
export type Serve = (
  descriptors: readonly number[],
  instanceId: string | undefined,
) => Promise<Result<ServedSockets, string>>;

/** Takes sockets over until it is closed. */
export interface HandoverServer {
  close(): void;
}

/** Who has connected sends at once; who does not is nobody we know. */
const REQUEST_MS = 1000;
const LOOK_EVERY_MS = 5;
const CONNECTIONS_MAX = 256;
/** Whoever may connect is served as any instance: that is for the owner of the state alone. */
const OWNER_ONLY_UMASK = 0o177;

/**
 * Takes over listening sockets that other processes of the same user have bound where this daemon could not go, such as in
 * network namespaces of their own, and serves them for as long as the other end of the connection stays. Undefined where
 * that cannot be done; `openimds run` then says what is missing.
 */
export async function takeOverSockets(stateDirectory: string, serve: Serve): Promise<HandoverServer | undefined> {
  const libc = loadLibc();
  const path = handoverPath(stateDirectory);
  if (typeof libc === 'string' || path === undefined) return undefined;
  const open = new Set<Socket>();
  // Nothing may be read from a connection in the ordinary way: the descriptors that come with the bytes would be lost.
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    if (open.size >= CONNECTIONS_MAX) return void socket.destroy();
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => {});
    void converse(libc, socket, serve);
  });
  if (!(await listen(server, path))) return undefined;
  return {
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Nobody else has this state open, so what has the name is a leftover. */
function listen(server: Server, path: string): Promise<boolean> {
  rmSync(path, { force: true });
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    const umask = process.umask(OWNER_ONLY_UMASK);
    server.listen(path, () => resolve(true));
    process.umask(umask);
    server.unref();
  });
}

async function converse(libc: Libc, socket: Socket, serve: Serve): Promise<void> {
  const message = await receive(libc, socket);
  const request = message === undefined ? undefined : readRequest(message.bytes);
  if (message === undefined || request === undefined || message.descriptors.length === 0) {
    for (const fd of message?.descriptors ?? []) libc.close(fd);
    return void socket.destroy();
  }
  const served = await serve(message.descriptors, request.instanceId);
  if (!served.ok) return answer(socket, { refusal: served.error });
  if (socket.destroyed) return served.value.close();
  socket.once('close', () => void served.value.close());
  answer(socket, { instanceId: served.value.instanceId });
  // From here on nothing comes but the end.
  socket.resume();
}

function answer(socket: Socket, text: HandoverAnswer): void {
  const line = `${JSON.stringify(text)}\n`;
  if ('refusal' in text) socket.end(line);
  else socket.write(line);
}

async function receive(libc: Libc, socket: Socket): Promise<ReceivedMessage | undefined> {
  for (let waitedMs = 0; waitedMs < REQUEST_MS; waitedMs += LOOK_EVERY_MS) {
    const fd = descriptorOf(socket);
    const message = fd === undefined ? undefined : receiveWithDescriptors(libc, fd, REQUEST_BYTES_MAX);
    if (fd === undefined || message !== undefined) return message;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return undefined;
}

/** Only `handOver` of this package writes here; another release may say more. */
function readRequest(bytes: Buffer): HandoverRequest | undefined {
  try {
    const request: unknown = JSON.parse(bytes.toString());
    return typeof request === 'object' && request !== null ? request : undefined;
  } catch {
    return undefined;
  }
}
