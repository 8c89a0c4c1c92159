// The AWS SDK's static schemas (aws-sdk-js-v3, supplemental-docs/SCHEMAS.md) are nested tuples of numbers; here they get names.

/** The traits that matter here, under the names the SDK gives them. */
interface Traits {
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly ec2QueryName?: string;
  readonly error?: 'client' | 'server';
  readonly http?: readonly [method: string, path: string, status: number];
  readonly httpError?: number;
  readonly httpLabel?: 1;
  readonly httpQuery?: string;
  readonly idempotencyToken?: 1;
  readonly jsonName?: string;
  readonly sensitive?: 1;
  readonly xmlName?: string;
}

/** A static schema with its tuple positions named. */
export type Schema =
  | { readonly kind: 'leaf'; readonly type: LeafType }
  | { readonly kind: 'unit' }
  | {
      readonly kind: 'structure';
      readonly name: string;
      readonly traits: Traits;
      readonly members: readonly Member[];
      /** Whether it has exactly one of its members. */
      readonly union: boolean;
    }
  | { readonly kind: 'list'; readonly item: Ref }
  | { readonly kind: 'map'; readonly value: Ref }
  | { readonly kind: 'operation'; readonly traits: Traits; readonly input: Ref; readonly output: Ref };

type LeafType = 'string' | 'number' | 'boolean' | 'timestamp' | 'blob';

/** A schema as it is referred to, with the traits of the reference merged over those of the schema. */
export interface Ref {
  readonly traits: Traits;
  /** A thunk, for schemas may be recursive. */
  readonly target: () => Schema;
}

export interface Member extends Ref {
  readonly name: string;
  readonly required: boolean;
}

const LEAVES: Readonly<Record<number, LeafType>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  21: 'blob',
};
const LIST = 64;
const MAP = 128;
const TRAIT_BITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
];

/** Names the parts of a raw static schema; throws on a form that is not known, so that a change of the SDK's is noticed. */
export function readSchema(raw: unknown): Schema {
  if (raw === 'unit') return { kind: 'unit' };
  if (typeof raw === 'number') return readNumber(raw);
  if (!Array.isArray(raw)) throw new Error(`not a static schema: ${String(raw)}`);
  const [tag, , name, traits, first, second, requiredCount] = raw as unknown[];
  switch (tag) {
    case 0:
      return readSchema(first);
    case 1:
      return { kind: 'list', item: readRef(first) };
    case 2:
      return { kind: 'map', value: readRef(second) };
    case 3:
    case 4:
    case -3:
      return {
        kind: 'structure',
        name: String(name),
        traits: readTraits(traits),
        members: readMembers(first, second, Number(requiredCount ?? 0)),
        union: tag === 4,
      };
    case 9:
      return { kind: 'operation', traits: readTraits(traits), input: readRef(first), output: readRef(second) };
    default:
      throw new Error(`schema ${String(name)} is of the unknown kind ${String(tag)}`);
  }
}

function readNumber(raw: number): Schema {
  if (raw >= MAP) return { kind: 'map', value: readRef(raw - MAP) };
  if (raw >= LIST) return { kind: 'list', item: readRef(raw - LIST) };
  const type = LEAVES[raw];
  if (type === undefined) throw new Error(`unknown simple schema ${raw}`);
  return { kind: 'leaf', type };
}

function readMembers(names: unknown, refs: unknown, requiredCount: number): Member[] {
  if (!Array.isArray(names) || !Array.isArray(refs)) throw new Error('a structure without members');
  return names.map((name, index) => ({ name: String(name), required: index < requiredCount, ...readRef(refs[index]) }));
}

/** A bare reference, or `[reference, traits]`; a schema itself is told from the latter by its namespace. */
function readRef(raw: unknown): Ref {
  if (Array.isArray(raw) && typeof raw[1] !== 'string') return withTraits(readRef(raw[0]), readTraits(raw[1]));
  const resolve = (): unknown => (typeof raw === 'function' ? (raw as () => unknown)() : raw);
  return { traits: simpleTraits(raw), target: () => readSchema(resolve()) };
}

function simpleTraits(raw: unknown): Traits {
  const schema: unknown = typeof raw === 'function' ? (raw as () => unknown)() : raw;
  return Array.isArray(schema) && schema[0] === 0 ? readTraits(schema[3]) : {};
}

function withTraits(ref: Ref, traits: Traits): Ref {
  return { ...ref, traits: { ...ref.traits, ...traits } };
}

function readTraits(raw: unknown): Traits {
  if (typeof raw === 'number') {
    return Object.fromEntries(TRAIT_BITS.filter((_, bit) => (raw & (1 << bit)) !== 0).map((name) => [name, 1]));
  }
  return raw ?? {};
}
