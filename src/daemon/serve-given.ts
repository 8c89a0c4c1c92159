import { err, ok } from '#base';
import type { Result } from '#base';
import type { DataPlane, Listener } from '#data-plane';
import { instanceNetwork } from '#model';

/** Sockets at work. */
export interface ServedSockets {
  /** Whom they answer as. */
  readonly instanceId: string;
  /** Stops accepting there. */
  close(): Promise<void>;
}

/** Serves sockets that are bound already as one instance, whatever it is attached to. They are closed with it, and after a failure. */
export async function serveGiven(
  plane: Pick<DataPlane, 'listen' | 'replica'>,
  descriptors: readonly number[],
  instanceId: string,
): Promise<Result<ServedSockets, string>> {
  const network = instanceNetwork(instanceId);
  const listeners: Listener[] = [];
  const failures: string[] = [];
  for (const descriptor of descriptors) {
    const listening = await plane.listen({ descriptor, network });
    if (listening.ok) listeners.push(listening.value);
    else failures.push(listening.error.message);
  }
  const close = async (): Promise<void> => void (await Promise.all(listeners.map((listener) => listener.close())));
  if (failures.length === 0) return ok({ instanceId, close });
  await close();
  return err(failures.join('; '));
}

/** Whether sockets can be served as this instance; the error says why not, and which there are among `known`. */
export function checkInstance(
  { replica }: Pick<DataPlane, 'replica'>,
  id: string | undefined,
  known: readonly string[],
): Result<string, string> {
  if (id === undefined) return err('there are no instances. Declare some in openimds.yaml, or launch one');
  if (replica.identify(instanceNetwork(id), 0, 0) !== undefined) return ok(id);
  if (replica.find(id) !== undefined) return err(`the instance ${id} is not running`);
  const others = known.slice(0, 5).join(', ');
  return err(
    `there is no instance ${id}${others === '' ? '' : `. There are ${others}${known.length > 5 ? ', …' : ''}`}`,
  );
}
