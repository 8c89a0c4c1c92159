/** What comes of a promise, unless that takes too long: then it rejects with `reason`. */
export async function within<Value>(ms: number, promise: Promise<Value>, reason: string): Promise<Value> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(reason)), ms);
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
