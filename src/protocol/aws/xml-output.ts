import { encodeBase64 } from './base64.ts';
import type { QueryDialect } from './query-input.ts';
import type { Leaf, Node, Structure } from './schema.ts';
import { element, textElement } from './xml.ts';

/** The members of an output as XML elements, in the schema's order. */
export function writeMembers(
  structure: Structure,
  output: Readonly<Record<string, unknown>>,
  dialect: QueryDialect,
): string {
  return structure.members
    .filter(({ name }) => output[name] !== undefined)
    .map(({ name, xmlName, node }) => write(xmlName, node, output[name], dialect))
    .join('');
}

function write(name: string, node: Node, value: unknown, dialect: QueryDialect): string {
  switch (node.kind) {
    case 'leaf':
      return textElement(name, leafText(node.type, value, dialect));
    case 'list': {
      const items = (value as readonly unknown[]).map((item) => write(node.itemName, node.item, item, dialect));
      return element(name, items.join(''));
    }
    case 'table': {
      const entries = Object.entries(value as object).map(([key, item]) =>
        element('entry', textElement('key', key) + write('value', node.value, item, dialect)),
      );
      return element(name, entries.join(''));
    }
    case 'structure':
      return element(name, writeMembers(node, value as Readonly<Record<string, unknown>>, dialect));
  }
}

function leafText(type: Leaf['type'], value: unknown, dialect: QueryDialect): string {
  if (type === 'timestamp') return timestampText(value as Date, dialect);
  return type === 'blob' ? encodeBase64(value as Uint8Array) : String(value);
}

/** EC2 always says milliseconds, the others only if there are any. */
function timestampText(time: Date, dialect: QueryDialect): string {
  const text = time.toISOString();
  return dialect === 'ec2' ? text : text.replace('.000Z', 'Z');
}
