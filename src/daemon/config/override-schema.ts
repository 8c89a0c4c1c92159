import { OVERRIDES_MAX } from '#model';
import type { ContentOverride, ContentOverrides } from '#model';
import * as z from 'zod';

import { byName, whole } from './scalars.ts';

const SEGMENT = String.raw`[\w\-.~!$&'()*+,;=:@]+`;

/** Where an override holds: below every version, or with a slash in front below one; `/` alone lists the versions. */
const path = z
  .string()
  .max(512)
  .regex(
    new RegExp(String.raw`^(?:/|/?${SEGMENT}(?:/${SEGMENT})*)$`),
    'expected a path such as meta-data/ami-id (every version), /2021-03-23/meta-data/ami-id (one), or / (the versions)',
  );

const body = z.string().max(65_536);
const contentType = z
  .string()
  .regex(/^[!-~](?:[ -~]{0,126}[!-~])?$/, 'expected a media type such as text/plain')
  .exactOptional();
const callers = z.strictObject({ name: z.string().min(1).max(64), size: whole(0, 1_000_000) }).exactOptional();

const override = z.union([
  body,
  z.strictObject({
    text: body.exactOptional(),
    base64: body
      .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'is not base64')
      .exactOptional(),
    listing: body.exactOptional(),
    absent: z.literal(true).exactOptional(),
    contentType,
    callers,
  }),
]);

/** `overrides` of an instance. */
export const overridesSchema = byName(path, override, OVERRIDES_MAX);

/** What `overrides` holds once its shape has been checked. */
type OverridesShape = z.infer<typeof overridesSchema>;

/** Puts the overrides of the file into the words of the model; `report` is told of those that say nothing or two things. */
export function readOverrides(
  shapes: OverridesShape,
  report: (path: readonly string[], message: string) => unknown,
): ContentOverrides {
  return Object.fromEntries(
    Object.entries(shapes).flatMap(([where, shape]) => {
      const said = typeof shape === 'string' ? { text: shape } : shape;
      const kinds = (['text', 'base64', 'listing', 'absent'] as const).filter((kind) => said[kind] !== undefined);
      if (kinds.length !== 1) report([where], 'expected exactly one of text, base64, listing and absent');
      if (where === '/' && said.listing === undefined) report([where], 'expected a listing of the versions');
      return [[where, overrideOf(said)]];
    }),
  );
}

function overrideOf(said: Exclude<OverridesShape[string], string>): ContentOverride {
  const { text, base64, listing, contentType, callers } = said;
  const common = {
    ...(contentType === undefined ? {} : { contentType }),
    ...(callers === undefined ? {} : { audience: callers }),
  };
  if (text !== undefined) return { kind: 'text', text, ...common };
  if (base64 !== undefined) return { kind: 'bytes', base64, ...common };
  return listing === undefined ? { kind: 'absent' } : { kind: 'listing', text: listing };
}
