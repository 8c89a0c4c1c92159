/** Placed where the compiler has shown that no case is left; throws if one arrives all the same. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
