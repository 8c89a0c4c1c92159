import { documentName } from './document-input.ts';
import type { DocumentDialect } from './document-input.ts';
import type { Leaf, Node, Structure } from './schema.ts';
import { encodeBase64 } from './base64.ts';

/** An output as the document that JSON or CBOR then spells: CBOR has its own types for times and bytes, JSON has none. */
export function buildDocument(
  structure: Structure,
  output: Readonly<Record<string, unknown>>,
  dialect: DocumentDialect,
): Readonly<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (const member of structure.members) {
    const value = output[member.name];
    if (value !== undefined) entries.push([documentName(member, dialect), build(member.node, value, dialect)]);
  }
  return Object.fromEntries(entries);
}

function build(node: Node, value: unknown, dialect: DocumentDialect): unknown {
  switch (node.kind) {
    case 'leaf':
      return dialect === 'cbor' ? value : jsonLeaf(node.type, value);
    case 'list':
      return (value as readonly unknown[]).map((item) => build(node.item, item, dialect));
    case 'table':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, item]) => [key, build(node.value, item, dialect)]),
      );
    case 'structure':
      return buildDocument(node, value as Readonly<Record<string, unknown>>, dialect);
  }
}

function jsonLeaf(type: Leaf['type'], value: unknown): unknown {
  if (type === 'timestamp') return (value as Date).getTime() / 1000;
  return type === 'blob' ? encodeBase64(value as Uint8Array) : value;
}
