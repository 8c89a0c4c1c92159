import type { ApiError } from '#protocol/aws';

/** An input that cannot be meant (AWS FIS API Reference, `ValidationException`). */
export function invalid(message: string): ApiError {
  return { code: 'ValidationException', message };
}

/** Something that does not exist for the caller. */
export function notFound(kind: 'Experiment' | 'Experiment template', id: string): ApiError {
  return { code: 'ResourceNotFoundException', message: `${kind} ${id} not found.` };
}

/** Something that its state forbids. */
export function conflict(message: string): ApiError {
  return { code: 'ConflictException', message };
}
