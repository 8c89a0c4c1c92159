import type { ImdsEvent } from '#model';
import { AdminClient } from './admin-client.ts';
import type { AdminTarget } from './admin-target.ts';
import { fail } from './failure.ts';
import { requestLine } from './request-line.ts';
import type { WatchOptions } from './watch-options.ts';

type Line = ImdsEvent | { readonly dropped: number } | { readonly dropped?: never };

/** Shows requests until it is interrupted or the service stops. */
export async function watch(target: AdminTarget, filter: WatchOptions, json: boolean): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  // A reader that has seen enough closes its end.
  process.stdout.on('error', () => stop.abort());
  const client = await AdminClient.find(target, process.env);
  const request = {
    method: 'GET',
    path: '/metadata-requests/live',
    query: queryOf(filter),
    signal: stop.signal,
  } as const;
  const lines = client.ok ? await client.value.stream(request) : client;
  if (stop.signal.aborted) return;
  if (!lines.ok) return fail(lines.error, 1);
  try {
    for await (const line of lines.value) show(line as Line, json);
    if (!stop.signal.aborted) fail('openimds has stopped', 1);
  } catch {
    if (!stop.signal.aborted) fail('openimds has stopped', 1);
  }
}

function show(line: Line, json: boolean): void {
  if ('path' in line) process.stdout.write(`${json ? JSON.stringify(line) : requestLine(line, process.stdout)}\n`);
  else if (line.dropped !== undefined)
    process.stderr.write(`openimds: ${line.dropped} requests were too many to show\n`);
}

function queryOf(filter: WatchOptions): Readonly<Record<string, string>> {
  const { instance, imdsVersion, path, status, refused, process: caller } = filter;
  const texts = Object.entries({ instance, path, status, process: caller });
  return {
    ...Object.fromEntries(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
    ...(imdsVersion === undefined ? {} : { version: imdsVersion }),
    ...(refused === undefined ? {} : { refused: 'true' }),
  };
}
