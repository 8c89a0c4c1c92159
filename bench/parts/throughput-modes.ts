import type { RunningServer } from '../servers/server.ts';

/** The ways clients ask. */
export const MODES = ['keep-alive', 'per connection', 'many tokens'] as const;

/** One of them. */
export type Mode = (typeof MODES)[number];

/** What each way is, as a title. */
export const MODE_TITLES = {
  'keep-alive': '64 connections, keep-alive, one session token',
  'per connection': '64 at once, a connection for each request, one session token',
  'many tokens': '64 connections, keep-alive, every request with another of 8,192 session tokens',
} satisfies Record<Mode, string>;

/** Header fields of a request. All servers get the same ones; openimds, like EC2, keeps a connection only when asked to. */
export function fieldsOf(mode: Mode, server: RunningServer): readonly string[] {
  const connection = `Connection: ${mode === 'per connection' ? 'close' : 'keep-alive'}`;
  if (mode === 'many tokens' || server.token === undefined) return [connection];
  return [connection, `X-aws-ec2-metadata-token: ${server.token}`];
}

/** True when asking this server in this way tells something. The mock loses its life over concurrent token requests. */
export function concerns(mode: Mode, server: RunningServer): boolean {
  return mode !== 'many tokens' || (server.token !== undefined && server.name !== 'the mock, v2');
}
