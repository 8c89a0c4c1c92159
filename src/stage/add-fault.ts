import type { FaultBook } from '#admin-api';
import { err, ok } from '#base';
import type { Result } from '#base';
import { problemText, readFault } from '#fault';

/** When it is, and what a fault is called that has no name. */
export interface FaultTimes {
  readonly nowMs: number;
  readonly freshId: string;
}

/** Makes a service misbehave from the next request on; gives the id of the fault, or all that is wrong with a declaration. */
export async function addFault(book: FaultBook, said: object, times: FaultTimes): Promise<Result<string, string>> {
  const fault = readFault({ ...said }, times);
  if (!fault.ok) return err(fault.error.map(problemText).join('; '));
  const { id } = fault.value;
  switch (await book.add(fault.value)) {
    case 'added':
      return ok(id);
    case 'taken':
      return err(`there is a fault "${id}" already`);
    case 'full':
      return err('there are too many faults; remove some');
  }
}
