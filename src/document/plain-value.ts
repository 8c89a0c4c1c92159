import type { Problem } from './problem.ts';

const MAX_DEPTH = 64;
const MAX_VALUES = 10_000_000;

/**
 * Bounds what a text expands to: aliases let a few lines stand for billions of values, or for a value that contains
 * itself. Also refuses the one key that JavaScript gives a meaning of its own.
 */
export function checkPlainValue(root: unknown): Omit<Problem, 'at'> | undefined {
  const path: (string | number)[] = [];
  let values = 0;
  const check = (value: unknown): string | undefined => {
    if (++values > MAX_VALUES) return 'aliases expand to more than 10,000,000 values';
    if (typeof value !== 'object' || value === null) return undefined;
    if (path.length >= MAX_DEPTH) return `nested more than ${MAX_DEPTH} deep`;
    for (const key of Object.keys(value)) {
      path.push(Array.isArray(value) ? Number(key) : key);
      const message = key === '__proto__' ? 'this key is not allowed' : check(Reflect.get(value, key));
      if (message !== undefined) return message;
      path.pop();
    }
    return undefined;
  };
  const message = check(root);
  return message === undefined ? undefined : { path, message };
}
