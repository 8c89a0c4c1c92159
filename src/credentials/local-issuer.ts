import { ok } from '#base';
import type { CredentialIssuer } from './credentials.ts';
import { refreshWindow } from './refresh-window.ts';
import { sealSession } from './sealed-session.ts';
import type { SessionKeys } from './session-keys.ts';
import { sessionPrincipal } from './session-principal.ts';

/**
 * Our own STS: sessions that `openSession` opens wherever the same keys are. Nothing is remembered, so the same reads give
 * the same credentials after a restart and on every node. `keys` is asked each time and may give a rotated ring.
 */
export function localIssuer(keys: () => SessionKeys): CredentialIssuer {
  return {
    kind: 'immediate',
    issue(request, nowMs) {
      const window = refreshWindow(request, nowMs);
      const session = sealSession(keys(), sessionPrincipal(request, window));
      return ok({ ...session, ...window, accountId: request.instance.accountId });
    },
  };
}
