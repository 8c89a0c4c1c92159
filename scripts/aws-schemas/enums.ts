// Static schemas know no enums, the SDK's declaration files do: which members have one, and its values.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What a client's declaration files say beyond its schemas. */
export interface Declarations {
  /** The values of each enum. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** The enum of a member, itself or through a list or map. */
  readonly enumOf: (structure: string, member: string) => string | undefined;
}

/** Reads the declaration files of an installed `@aws-sdk/client-…`. */
export function readDeclarations(packageName: string): Declarations {
  const folder = join(dirname(require.resolve(`${packageName}/package.json`)), 'dist-types', 'models');
  const text = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8'))
    .join('\n')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const enums = readEnums(text);
  const members = readMemberTypes(text);
  const enumOf = (structure: string, member: string): string | undefined =>
    members.get(`${structure}.${member}`)?.find((word) => enums.has(word));
  return { enums, enumOf };
}

function readEnums(text: string): Map<string, readonly string[]> {
  const enums = new Map<string, readonly string[]>();
  for (const [, name = '', body = ''] of text.matchAll(/^export declare const (\w+): \{\n([\s\S]*?)^\};/gm)) {
    enums.set(
      name,
      [...body.matchAll(/: "(.*)";$/gm)].map(([, value = '']) => value),
    );
  }
  return enums;
}

/** `Structure.Member` to the names in its type, innermost last; the key of a `Record` comes first, so it is left out. */
function readMemberTypes(text: string): Map<string, string[]> {
  const types = new Map<string, string[]>();
  const declarations = /^export (?:interface|declare class) (\w+)(?: extends \w+)? \{\n([\s\S]*?)^\}/gm;
  for (const [, structure = '', body = ''] of text.matchAll(declarations)) {
    for (const [, member = '', type = ''] of body.matchAll(/^ {4}(?:readonly )?(\w+)\??: (.*);$/gm)) {
      types.set(`${structure}.${member}`, type.replaceAll(/Record<\w+, /g, '').match(/\w+/g) ?? []);
    }
  }
  return types;
}
