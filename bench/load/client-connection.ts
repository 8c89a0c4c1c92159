import { connect } from 'node:net';
import type { Socket } from 'node:net';

const PATIENCE_MS = 60_000;
const HEAD_END = '\r\n\r\n';

/** An answer, and how long it took. */
export interface ClientAnswer {
  readonly status: number;
  /** Status line and header fields, as they came. */
  readonly head: string;
  readonly body: string;
  readonly us: number;
}

/** One connection to 127.0.0.1 that asks one thing after the other. It reads only what the servers of the bench send. */
export class ClientConnection {
  readonly #socket: Socket;
  #text = '';
  #waiting: { resolve(answer: ClientAnswer): void; reject(error: Error): void; beganAtMs: number } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding('latin1').setTimeout(PATIENCE_MS);
    socket.on('data', (text: string) => this.#take(text));
    socket.on('timeout', () => socket.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  /** Connects from a loopback address. */
  static open(port: number, localAddress = '127.0.0.1'): Promise<ClientConnection> {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => resolve(new ClientConnection(socket.off('error', reject))));
    });
  }

  /** Sends a request and waits for its answer. */
  ask(method: string, path: string, fields: readonly string[]): Promise<ClientAnswer> {
    return this.send(`${[`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...fields].join('\r\n')}${HEAD_END}`);
  }

  /** Sends a whole request, head and body, and waits for its answer. */
  send(request: string): Promise<ClientAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, beganAtMs: performance.now() };
      this.#socket.write(request, 'latin1');
    });
  }

  /** A session token. */
  async token(): Promise<string> {
    const fields = ['Connection: keep-alive', 'X-aws-ec2-metadata-token-ttl-seconds: 21600'];
    const { status, body } = await this.ask('PUT', '/latest/api/token', fields);
    if (status !== 200) throw new Error(`a token request was answered by ${status}`);
    return body;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#text += text;
    const headEnd = this.#text.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#text.slice(0, headEnd);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const end = headEnd + HEAD_END.length + length;
    if (this.#text.length < end) return;
    const body = this.#text.slice(end - length, end);
    const status = Number(this.#text.slice(9, 12));
    this.#text = this.#text.slice(end);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status, head, body, us: (performance.now() - waiting.beganAtMs) * 1000 });
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
