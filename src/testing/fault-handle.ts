import type { BookedFault, FaultBook } from '#admin-api';
import type { FaultDeclaration } from '#fault';
import { addFault as add } from '#stage';
import type { FaultTimes } from '#stage';

/** A fault that is at work. Disposing of it ends it: `await using outage = await imds.fault({ preset: 'outage' })`. */
export interface FaultHandle {
  readonly id: string;
  /** How many requests it has hit. */
  hits(): number;
  /** How many requests it concerned, those included that its share or count spared. */
  matched(): number;
  /** Ends it. May be called again. */
  remove(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes the service misbehave from the next request on. Throws with all that is wrong with a declaration. */
export async function addFault(book: FaultBook, said: FaultDeclaration, times: FaultTimes): Promise<FaultHandle> {
  const added = await add(book, said, times);
  if (!added.ok) throw new Error(added.error);
  return handleOf(book, added.value);
}

/** What was counted is told after its end too. */
function handleOf(book: FaultBook, id: string): FaultHandle {
  let last: BookedFault['counts'] = { matched: 0, hits: 0 };
  const counts = (): BookedFault['counts'] => {
    last = book.list().find(({ fault }) => fault.id === id)?.counts ?? last;
    return last;
  };
  const remove = async (): Promise<void> => {
    counts();
    await book.remove([id]);
  };
  return {
    id,
    hits: () => counts().hits,
    matched: () => counts().matched,
    remove,
    [Symbol.asyncDispose]: remove,
  };
}
