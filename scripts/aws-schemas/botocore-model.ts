// The service models of botocore, for services whose installed client carries no static schemas: read as if it did.
import { readFileSync } from 'node:fs';
import type { Declarations } from './enums.ts';
import type { Member, Ref, Schema } from './static-schema.ts';

interface Shape {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, MemberShape>>;
  readonly member?: MemberShape;
  readonly value?: MemberShape;
  readonly error?: { readonly httpStatusCode?: number };
  readonly exception?: boolean;
  readonly sensitive?: boolean;
}

interface MemberShape {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
  readonly idempotencyToken?: boolean;
}

interface BotocoreModel {
  readonly source: string;
  readonly operations: Readonly<Record<string, BotocoreOperation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

interface BotocoreOperation {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input: MemberShape;
  readonly output: MemberShape;
}

/** A service as its installed client would present it. */
export interface PresentedService {
  readonly source: string;
  operation(name: string): Schema | undefined;
  /** Its errors by name. */
  readonly errors: ReadonlyMap<string, Extract<Schema, { kind: 'structure' }>>;
  readonly declarations: Declarations;
}

/** Reads `models/<name>.json`: a model of botocore, without its documentation and what is not wanted of it. */
export function readBotocoreModel(name: string): PresentedService {
  const file = new URL(`models/${name}.json`, import.meta.url);
  const model = JSON.parse(readFileSync(file, 'utf8')) as BotocoreModel;
  const schemaOf = (shape: string): Schema => schema(model, shape);
  const failures = Object.entries(model.shapes).filter(([, { exception }]) => exception === true);
  const errors = failures.map(([error]) => [error, schemaOf(error)] as const);
  return {
    source: model.source,
    operation: (operation) => operationSchema(model, operation),
    errors: new Map(errors.flatMap(([error, each]) => (each.kind === 'structure' ? [[error, each]] : []))),
    declarations: {
      enums: new Map(
        Object.entries(model.shapes).flatMap(([shape, { enum: values }]) => (values ? [[shape, values]] : [])),
      ),
      enumOf: (structure, member) => enumOf(model, model.shapes[structure]?.members?.[member]?.shape),
    },
  };
}

function operationSchema(model: BotocoreModel, name: string): Schema | undefined {
  const found = model.operations[name];
  if (found === undefined) return undefined;
  const { method, requestUri, responseCode = 200 } = found.http;
  const [input, output] = [ref(model, found.input), ref(model, found.output)];
  return { kind: 'operation', traits: { http: [method, requestUri, responseCode] }, input, output };
}

function schema(model: BotocoreModel, name: string): Schema {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  switch (shape.type) {
    case 'structure':
      return structure(model, name, shape);
    case 'list':
      return { kind: 'list', item: ref(model, shape.member) };
    case 'map':
      return { kind: 'map', value: ref(model, shape.value) };
    case 'string':
    case 'boolean':
    case 'timestamp':
      return { kind: 'leaf', type: shape.type };
    case 'integer':
    case 'long':
      return { kind: 'leaf', type: 'number' };
    default:
      throw new Error(`shape ${name} is of the unknown type ${shape.type}`);
  }
}

function structure(model: BotocoreModel, name: string, shape: Shape): Schema {
  const { members = {}, required = [], error } = shape;
  const httpError = error?.httpStatusCode;
  const named = Object.entries(members).map(([member, target]): Member => ({
    name: member,
    required: required.includes(member),
    ...ref(model, target),
  }));
  return {
    kind: 'structure',
    name,
    traits: httpError === undefined ? {} : { httpError },
    members: named,
    union: false,
  };
}

function ref(model: BotocoreModel, target: MemberShape | undefined): Ref {
  if (target === undefined) throw new Error('a list or map without members');
  const { shape, location, locationName = '', idempotencyToken } = target;
  return {
    traits: {
      ...(location === 'uri' ? { httpLabel: 1 } : {}),
      ...(location === 'querystring' ? { httpQuery: locationName } : {}),
      ...(idempotencyToken === true ? { idempotencyToken: 1 } : {}),
    },
    target: () => schema(model, shape),
  };
}

function enumOf(model: BotocoreModel, name: string | undefined): string | undefined {
  const shape = name === undefined ? undefined : model.shapes[name];
  if (shape?.enum !== undefined) return name;
  const inner = shape?.member ?? shape?.value;
  return inner === undefined ? undefined : enumOf(model, inner.shape);
}
