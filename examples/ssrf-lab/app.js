// A LAB: A WEB APP WITH A HOLE, ON PURPOSE. It fetches whatever URL it is asked to and shows what came back, as link previews,
// image proxies and webhook testers do: server-side request forgery (CWE-918). It can be reached from this machine only. Do
// not put it anywhere else, and do not copy from it.
import { createServer, get } from 'node:http';

/** The address of the instance, to listen on and to call from. */
const INSTANCE = '127.0.0.5';

const server = createServer((request, response) => {
  const wanted = new URL(request.url ?? '/', 'http://app').searchParams.get('url');
  if (wanted === null || !wanted.startsWith('http://')) {
    response.writeHead(400).end('Say which page to preview: /?url=http://…\n');
    return;
  }
  // As many proxies do, it says for whom it asks.
  const headers = { 'x-forwarded-for': request.socket.remoteAddress ?? '' };
  get(wanted, { localAddress: INSTANCE, headers }, (page) => {
    response.writeHead(page.statusCode ?? 502);
    page.pipe(response);
  }).on('error', () => response.writeHead(502).end('The page cannot be reached.\n'));
});

server.listen(0, INSTANCE, () => {
  const address = server.address();
  process.stdout.write(`http://${INSTANCE}:${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
