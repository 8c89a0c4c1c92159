import type { AddressRange } from '#model';

/** What findings go by. */
export interface FindingsDeclaration {
  readonly quietMs: number;
  readonly trusted: readonly AddressRange[];
}

const DAY_MS = 86_400_000;

/** What holds where the file says nothing. */
export const DEFAULT_FINDINGS: FindingsDeclaration = { quietMs: DAY_MS, trusted: [] };
