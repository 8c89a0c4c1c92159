import { err, ok } from '#base';
import type { Result } from '#base';
import type { AdminError } from '../route.ts';
import type { BookedFault, FaultBook } from './fault-book.ts';

/** The fault of this id, or the error that says there is none. */
export function findFault(faults: FaultBook, id = ''): Result<BookedFault, AdminError> {
  const found = faults.list().find(({ fault }) => fault.id === id);
  if (found !== undefined) return ok(found);
  const message = `there is no fault "${id}"; GET /faults (openimds fault list) lists what there is`;
  return err({ status: 404, code: 'ResourceNotFoundException', message });
}
