/** Why a request got no answer; `fetch` hides it in the cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
