import type { ApiResponse } from '#protocol/aws';
import type { AdminAnswer, AdminError } from './route.ts';

interface Streamed extends Omit<ApiResponse, 'body'> {
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

const UTF8 = new TextEncoder();

/** An answer as HTTP. */
export function renderAnswer(answer: AdminAnswer): Streamed {
  switch (answer.kind) {
    case 'json':
      return rendered(answer.status ?? 200, 'application/json', `${JSON.stringify(answer.value)}\n`);
    case 'text':
      return rendered(200, answer.contentType, answer.text);
    case 'lines':
      return { status: 200, headers: headersOf('application/x-ndjson'), body: jsonLines(answer.lines) };
  }
}

/** An error as HTTP, in one form for all. */
export function renderError({
  status,
  code,
  message,
}: Pick<AdminError, 'code' | 'message'> & { readonly status: number }): ApiResponse {
  return rendered(status, 'application/json', `${JSON.stringify({ error: { code, message } })}\n`);
}

function rendered(status: number, contentType: string, text: string): ApiResponse {
  return { status, headers: headersOf(contentType), body: UTF8.encode(text) };
}

function headersOf(contentType: string): ApiResponse['headers'] {
  return [
    ['content-type', contentType],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ];
}

async function* jsonLines(values: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const value of values) yield UTF8.encode(`${JSON.stringify(value)}\n`);
}
