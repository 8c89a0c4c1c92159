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
  let text = '';
  for (const { name, xmlName, node } of structure.members) {
    const value = output[name];
    if (value !== undefined) text += writeElement(xmlName, node, value, dialect);
  }
  return text;
}

const steady = new WeakMap<object, Map<string, string>>();
const later = new WeakMap<object, () => object>();

/** Says that nothing in `value` will ever change: its XML is written once and kept as long as it is. */
export function neverChanging<Value extends object>(value: Value): Value {
  steady.set(value, new Map());
  return value;
}

/** Stands for what `layOut` gives, in XML only: it is asked when that is written, and what it gave is not kept. */
export function laidOutLater<Value extends object>(layOut: () => Value): Value {
  // Nobody but the writer below looks into it, and that asks for the value first.
  const stand = {} as Value;
  later.set(stand, layOut);
  return stand;
}

/** A value is always written by the same schema, so that name and dialect tell its texts apart. */
function writeOnce(name: string, node: Structure, value: object, dialect: QueryDialect): string {
  const texts = steady.get(value);
  const key = `${dialect} ${name}`;
  const known = texts?.get(key);
  if (known !== undefined) return known;
  // A value of a structure's type has its members.
  const members = (later.get(value)?.() ?? value) as Readonly<Record<string, unknown>>;
  const text = element(name, writeMembers(node, members, dialect));
  if (texts !== undefined) {
    // V8 keeps a text that was put together as a tree of its parts until somebody looks into it.
    text.charCodeAt(0);
    texts.set(key, text);
    later.delete(value);
  }
  return text;
}

/** A value as an XML element. */
export function writeElement(name: string, node: Node, value: unknown, dialect: QueryDialect): string {
  switch (node.kind) {
    case 'leaf':
      return textElement(name, leafText(node.type, value, dialect));
    case 'list': {
      let items = '';
      for (const item of value as readonly unknown[]) items += writeElement(node.itemName, node.item, item, dialect);
      return element(name, items);
    }
    case 'table': {
      const entries = Object.entries(value as object).map(([key, item]) =>
        element('entry', textElement('key', key) + writeElement('value', node.value, item, dialect)),
      );
      return element(name, entries.join(''));
    }
    case 'structure':
      return writeOnce(name, node, value as object, dialect);
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
