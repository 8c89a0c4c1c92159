import type { Fault } from './fault.ts';

/** A fault out of its document, which only `JSON.stringify` of a `Fault` has written; undefined where it is none. */
export function readFaultDocument(body: string): Fault | undefined {
  try {
    const fault = JSON.parse(body) as Partial<Fault> | null;
    return fault?.id === undefined || fault.selection === undefined || fault.effects === undefined
      ? undefined
      : (fault as Fault);
  } catch {
    return undefined;
  }
}
