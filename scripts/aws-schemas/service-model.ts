import { createRequire } from 'node:module';

import { readBotocoreModel } from './botocore-model.ts';
import type { PresentedService } from './botocore-model.ts';
import { readDeclarations } from './enums.ts';
import type { Declarations } from './enums.ts';
import { readSchema } from './static-schema.ts';
import type { Member, Ref, Schema } from './static-schema.ts';
import type { Wanted } from './wanted.ts';

const require = createRequire(import.meta.url);

/** The schemas of one service as they are committed; how to read them is said in `src/protocol/aws/load-service.ts`. */
export interface ServiceModel {
  readonly source: string;
  readonly operations: Record<string, { input: string; output: string; http?: string }>;
  readonly errors: Record<string, { status: string; queryCode?: string }>;
  readonly enums: Record<string, string>;
  readonly shapes: Record<string, Record<string, string>>;
}

/** Which way a shape travels decides which of its wire names are worth keeping. */
interface Directions {
  readonly input: boolean;
  readonly output: boolean;
}

/** Extracts the wanted operations of one service from its installed client. */
export function extractService(wanted: Wanted): ServiceModel {
  const service = wanted.package.startsWith('botocore/')
    ? readBotocoreModel(wanted.package.slice('botocore/'.length))
    : readClient(wanted.package);
  const walk = new Walk(wanted, service.declarations);
  const operations: ServiceModel['operations'] = {};
  for (const name of [...wanted.operations].sort()) {
    const schema = service.operation(name);
    if (schema?.kind !== 'operation') throw new Error(`${wanted.package} has no operation ${name}`);
    const input = walk.reach(schema.input, { input: true, output: false });
    const output = walk.reach(schema.output, { input: false, output: true });
    const http = schema.traits.http;
    operations[name] = http === undefined ? { input, output } : { input, output, http: http.join(' ') };
  }
  const errors = extractErrors(service, walk);
  return { source: service.source, operations, errors, ...walk.finish() };
}

/** The static schemas of an installed client. */
function readClient(name: string): PresentedService {
  const exports = require(name) as Record<string, unknown>;
  const { version } = require(`${name}/package.json`) as { version: string };
  const errors = Object.keys(exports).flatMap((key) => {
    const raw = exports[key];
    if (!key.endsWith('$') || !Array.isArray(raw) || raw[0] !== -3 || String(raw[1]).includes('synthetic')) return [];
    const schema = readSchema(raw);
    return schema.kind === 'structure' ? [[schema.name, schema] as const] : [];
  });
  return {
    source: `${name}@${version}`,
    operation: (operation) => (`${operation}$` in exports ? readSchema(exports[`${operation}$`]) : undefined),
    errors: new Map(errors),
    declarations: readDeclarations(name),
  };
}

function extractErrors(service: PresentedService, walk: Walk): ServiceModel['errors'] {
  const errors: ServiceModel['errors'] = {};
  for (const [name, schema] of [...service.errors].sort(byName)) {
    walk.reach({ traits: {}, target: () => schema }, { input: false, output: true });
    const query = schema.traits.awsQueryError;
    const status = String(schema.traits.httpError ?? (schema.traits.error === 'server' ? 500 : 400));
    errors[name] = query === undefined ? { status } : { status, queryCode: query[0] };
  }
  return errors;
}

class Walk {
  readonly #wanted: Wanted;
  readonly #declarations: Declarations;
  readonly #structures = new Map<string, { members: readonly Member[]; input: boolean; output: boolean }>();
  readonly #enums = new Set<string>();

  constructor(wanted: Wanted, declarations: Declarations) {
    this.#wanted = wanted;
    this.#declarations = declarations;
  }

  /** Notes everything `ref` leads to, and names it. */
  reach(ref: Ref, directions: Directions): string {
    const schema = ref.target();
    if (schema.kind === 'list') return this.reach(schema.item, directions);
    if (schema.kind === 'map') return this.reach(schema.value, directions);
    if (schema.kind !== 'structure') return schema.kind;
    const known = this.#structures.get(schema.name);
    const input = directions.input || (known?.input ?? false);
    const output = directions.output || (known?.output ?? false);
    if (known?.input === input && known.output === output) return schema.name;
    this.#structures.set(schema.name, { members: schema.members, input, output });
    for (const member of schema.members) this.reach(member, { input, output });
    return schema.name;
  }

  finish(): Pick<ServiceModel, 'enums' | 'shapes'> {
    const shapes: ServiceModel['shapes'] = {};
    for (const [name, { members, ...directions }] of [...this.#structures].sort(byName)) {
      shapes[name] = Object.fromEntries(members.map((member) => [member.name, this.#member(name, member, directions)]));
    }
    const enums = Object.fromEntries(
      [...this.#enums].sort().map((name) => [plain(name), (this.#declarations.enums.get(name) ?? []).join('|')]),
    );
    return { enums, shapes };
  }

  #member(structure: string, member: Member, directions: Directions): string {
    const enumName = this.#declarations.enumOf(structure, member.name);
    const type = this.#type(member.target(), enumName);
    const words = [type, member.required ? 'required' : '', ...this.#wireNames(member, directions)];
    if (member.traits.httpLabel !== undefined) words.push('label');
    if (member.traits.httpQuery !== undefined) words.push(`param=${member.traits.httpQuery}`);
    if (member.traits.idempotencyToken !== undefined) words.push('token');
    if (member.traits.sensitive !== undefined) words.push('sensitive');
    return words.filter((word) => word !== '').join(' ');
  }

  #wireNames({ name, traits }: Member, { input, output }: Directions): string[] {
    const xmlName = traits.xmlName ?? name;
    const key = this.#wanted.dialect === 'ec2' ? (traits.ec2QueryName ?? capitalized(xmlName)) : xmlName;
    const jsonName = traits.jsonName ?? name;
    return [
      input && key !== name ? `key=${key}` : '',
      output && xmlName !== name ? `xml=${xmlName}` : '',
      jsonName === name ? '' : `json=${jsonName}`,
    ];
  }

  #type(schema: Schema, enumName: string | undefined): string {
    switch (schema.kind) {
      case 'leaf':
        return schema.type === 'string' ? this.#text(enumName) : schema.type;
      case 'structure':
        return schema.name;
      case 'list': {
        const itemName = schema.item.traits.xmlName;
        const item = this.#type(schema.item.target(), enumName);
        return itemName === undefined ? `[${item}]` : `[${itemName}:${item}]`;
      }
      case 'map':
        return `{${this.#type(schema.value.target(), enumName)}}`;
      default:
        throw new Error(`a member cannot be of kind ${schema.kind}`);
    }
  }

  #text(enumName: string | undefined): string {
    if (enumName === undefined || this.#wanted.openEnums.includes(enumName)) return 'string';
    this.#enums.add(enumName);
    return `#${plain(enumName)}`;
  }
}

/** The SDK puts `_` before a name that would collide in its own exports; the service's model has none. */
function plain(enumName: string): string {
  return enumName.replace(/^_/, '');
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
