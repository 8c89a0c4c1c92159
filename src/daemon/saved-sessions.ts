import type { SavedSession } from '#credentials';
import type { Change, Registry } from '#registry';

/** The registry kind of role sessions that a remote issuer gave. They are secrets. */
export const SESSION_KIND = 'role-session';

/** The sessions that were kept. */
export function savedSessions(changes: readonly Change[]): readonly SavedSession[] {
  return changes.flatMap(({ kind, body }) =>
    kind === SESSION_KIND && body !== undefined ? [JSON.parse(body) as SavedSession] : [],
  );
}

/** Keeps a session in the place of the one of its key. */
export async function saveSession(registry: Registry, session: SavedSession): Promise<void> {
  const committed = await registry.commit([{ kind: SESSION_KIND, id: session.key, body: JSON.stringify(session) }]);
  if (!committed.ok) throw new Error(`the session was not kept: ${committed.error.kind}`);
}
