import type { BookedFault, FaultBook } from '#admin-api';
import { problemText, readFault } from '#fault';
import type { FaultDeclaration } from '#fault';

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

/** When it is, and what a fault is called that has no name. */
export interface FaultTimes {
  readonly nowMs: number;
  readonly freshId: string;
}

/** Makes the service misbehave from the next request on. Throws with all that is wrong with a declaration. */
export async function addFault(book: FaultBook, said: FaultDeclaration, times: FaultTimes): Promise<FaultHandle> {
  const fault = readFault(said, times);
  if (!fault.ok) throw new Error(fault.error.map(problemText).join('; '));
  const { id } = fault.value;
  const added = await book.add(fault.value);
  if (added !== 'added')
    throw new Error(added === 'taken' ? `there is a fault "${id}" already` : 'there are too many faults; remove some');
  return handleOf(book, id);
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
