import { DURATION_FORM, parseDuration } from '#base';
import { parseAddressRange } from '#model';
import * as z from 'zod';

import { DEFAULT_FINDINGS } from './findings-settings.ts';
import type { FindingsDeclaration } from './findings-settings.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** After 90 days without anything new, findings are let go of. */
const QUIET_MAX_MS = 90 * DAY_MS;

const quietTime = z
  .string()
  .refine((text) => isQuietTime(parseDuration(text)), `expected 1m to 90d, as ${DURATION_FORM}`);
const trustedAddress = z
  .string()
  .refine((text) => parseAddressRange(text) !== undefined, 'expected an address or a range such as 198.51.100.0/24');

/** `findings`. */
export const findingsSchema = z.strictObject({
  quietTime: quietTime.exactOptional(),
  trustedAddresses: z.array(trustedAddress).max(1000).exactOptional(),
});

/** Puts `findings` into the words of the model. */
export function readFindings({
  quietTime: text,
  trustedAddresses = [],
}: z.infer<typeof findingsSchema>): FindingsDeclaration {
  const quietMs = text === undefined ? undefined : parseDuration(text);
  return {
    quietMs: quietMs ?? DEFAULT_FINDINGS.quietMs,
    trusted: trustedAddresses.flatMap((range) => parseAddressRange(range) ?? []),
  };
}

function isQuietTime(ms: number | undefined): boolean {
  return ms !== undefined && ms >= MINUTE_MS && ms <= QUIET_MAX_MS;
}
