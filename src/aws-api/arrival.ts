import type { ApiRequest } from '#protocol/aws';

/** A request as it came in. */
export interface Arrival {
  readonly request: ApiRequest;
  /** IP address of the client, an IPv4-mapped one as IPv4. */
  readonly sourceAddress: string;
}

/** The client's `User-Agent`, cut to what an event can carry. */
export function userAgentOf({ request }: Arrival): string {
  const [, value = ''] = request.headers.find(([name]) => name.toLowerCase() === 'user-agent') ?? [];
  return value.slice(0, 1024);
}
