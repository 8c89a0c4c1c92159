import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { err, ok } from '#base';
import type { Result } from '#base';
import { loadLibc, sendWithDescriptors } from '#host';
import { descriptorOf, handoverPath } from './handover-socket.ts';
import type { HandoverAnswer, HandoverRequest } from './handover-socket.ts';

/** Sockets that a running daemon serves. */
export interface HandedOver {
  readonly instanceId: string;
  /** Settles when the daemon has gone, and nobody answers any more. */
  readonly ended: Promise<void>;
  /** Makes the daemon let go of the sockets. */
  close(): void;
}

/** Why they are not served. `nobody`: no daemon runs on this state; the sockets are still the caller's. */
export type HandoverFailure = { readonly kind: 'nobody' } | { readonly kind: 'refused'; readonly message: string };

const ANSWER_MS = 5000;
const TOO_LONG =
  'the path of the state directory is too long for a unix socket in it. Give a shorter --state DIR, or --ephemeral';

/** Gives bound TCP sockets to the daemon that runs on this state, to be served as an instance; its own copies are closed then. */
export async function handOver(
  stateDirectory: string,
  descriptors: readonly number[],
  request: HandoverRequest,
): Promise<Result<HandedOver, HandoverFailure>> {
  const libc = loadLibc();
  if (typeof libc === 'string') return refused(libc);
  const path = handoverPath(stateDirectory);
  if (path === undefined) return refused(TOO_LONG);
  const socket = await connected(path);
  if (socket === undefined) return err({ kind: 'nobody' });
  if (typeof socket === 'string') return refused(socket);
  const fd = descriptorOf(socket);
  if (fd === undefined || !sendWithDescriptors(libc, fd, Buffer.from(JSON.stringify(request)), descriptors)) {
    socket.destroy();
    return refused('the sockets cannot be handed over to the running openimds');
  }
  const answer = await answerOf(socket);
  for (const descriptor of descriptors) libc.close(descriptor);
  if ('refusal' in answer) return refused(answer.refusal);
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.unref();
  return ok({ instanceId: answer.instanceId, ended, close: () => socket.destroy() });
}

function refused(message: string): Result<never, HandoverFailure> {
  return err({ kind: 'refused', message });
}

/** A connection; undefined where nobody listens; why not, where somebody does who is not for us. */
async function connected(path: string): Promise<Socket | string | undefined> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    socket.on('error', () => {});
    return socket;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') return `the openimds that runs on this state is another user's: ${path} may not be opened`;
    return undefined;
  }
}

async function answerOf(socket: Socket): Promise<HandoverAnswer> {
  try {
    const lines = createInterface({ input: socket });
    const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(ANSWER_MS) })) as [string];
    return JSON.parse(line) as HandoverAnswer;
  } catch {
    socket.destroy();
    return { refusal: 'the running openimds did not answer' };
  }
}
