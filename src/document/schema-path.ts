import * as z from 'zod';
import type { Path } from './problem.ts';

/** The schemas that a value at `path` may have to satisfy: more than one where the schema offers alternatives. */
export function schemasAt(schema: z.core.$ZodType, path: Path): readonly z.core.$ZodType[] {
  const [step, ...rest] = path;
  const alternatives = alternativesOf(schema);
  if (step === undefined) return alternatives;
  return alternatives.flatMap((alternative) => {
    const child = childOf(alternative, step);
    return child === undefined ? [] : schemasAt(child, rest);
  });
}

/** The keys allowed in a mapping at `path`. */
export function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  const keys = schemasAt(schema, path).flatMap((found) =>
    found instanceof z.ZodObject ? Object.keys(found.shape) : [],
  );
  return [...new Set(keys)];
}

/** A schema without its optionality, or each of its alternatives. */
export function alternativesOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) return alternativesOf(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(alternativesOf) : [schema];
}

function childOf(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema instanceof z.ZodObject ? schema.shape : {};
  return Object.hasOwn(shape, step) ? shape[step] : undefined;
}
