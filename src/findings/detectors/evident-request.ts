import type { EvidentRequest, ImdsEvent } from '#model';

/** What of a metadata request is evidence. */
export function evidentRequest(event: ImdsEvent): EvidentRequest {
  const { method, path, status, userAgent, peerAddress, traits } = event;
  return { method, path, status, userAgent, peerAddress, traits };
}
