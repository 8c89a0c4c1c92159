import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { err, ok } from '#base';
import type { Result } from '#base';
import { prometheus } from '#telemetry';
import type { Outputs, Prometheus } from '#telemetry';
import type { TelemetrySettings } from './config/telemetry-settings.ts';

/** A place where scrapers find the counters without signing. */
export interface PrometheusListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/metrics` and nothing else; the error is a sentence. */
export async function listenForScrapers(
  { host, port }: NonNullable<TelemetrySettings['prometheus']>,
  { totals }: Outputs,
): Promise<Result<PrometheusListener, string>> {
  let exposition: Promise<Prometheus> | undefined;
  const server = createServer(
    { maxHeaderSize: 8192, headersTimeout: 10_000, requestTimeout: 10_000 },
    (message, response) => {
      message.resume();
      const path = message.url?.split('?')[0];
      if (path !== '/metrics' || message.method !== 'GET') return void response.writeHead(404).end();
      exposition ??= prometheus(totals);
      answer(response, exposition).catch(() => response.writeHead(500).end());
    },
  );
  server.maxConnections = 64;
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return err(`telemetry.prometheus: cannot listen on ${host} port ${port}: ${reason}`);
  }
  const address = server.address();
  return ok({
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
}

async function answer(response: ServerResponse, exposition: Promise<Prometheus>): Promise<void> {
  const { contentType, text } = await exposition;
  const body = await text();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}
