import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** What was received. */
interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that takes what it is sent, and answers with the status that `answer` says of the n-th request. */
export async function aReceiver(t: TestContext, answer: (index: number) => number = () => 200) {
  const received: Received[] = [];
  let told = (): void => {};
  const server = createServer((message, response) => {
    let body = '';
    message.setEncoding('utf8').on('data', (text: string) => (body += text));
    message.on('end', () => {
      response.writeHead(answer(received.length)).end();
      received.push({ path: message.url ?? '', headers: message.headers, body });
      told();
    });
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Settled once so many have been received. */
    async until(count: number): Promise<void> {
      while (received.length < count) await new Promise<void>((resolve) => (told = resolve));
    },
  };
}
