import { err, ok } from '#base';
import type { Result } from '#base';

import type { ApiError } from './api-error.ts';
import type { Content, RecognizedCall } from './call.ts';
import { decodeCbor } from './cbor.ts';
import { describeComplaint } from './complaint.ts';
import type { Complain, Complaint } from './complaint.ts';
import { isObject, readDocumentInput } from './document-input.ts';
import { parseJson } from './json-text.ts';
import { parseLeafText } from './leaf-text.ts';
import { readQueryInput } from './query-input.ts';
import type { Member, Structure } from './schema.ts';
import { decodeUtf8 } from '#base';

type Input = Readonly<Record<string, unknown>>;
type DocumentContent = Extract<Content, { kind: 'document' }>;

/**
 * Reads the input of a call: every value of its type, every required member there, every enum one of its values; for EC2
 * no parameter that the operation does not have. The error is the first thing wrong, in the service's own code. Ranges,
 * patterns and what values mean together are for the operation.
 */
export function decodeInput(call: RecognizedCall): Result<Input, ApiError> {
  const complaints: Complaint[] = [];
  const input = readInput(call, (complaint) => complaints.push(complaint));
  const [first] = complaints;
  return first === undefined ? ok(input) : err(describeComplaint(first, call.service));
}

function readInput({ operation, content, protocol }: RecognizedCall, complain: Complain): Input {
  if (content.kind === 'document') return readRestAndDocument(operation.input, content, complain);
  const dialect = protocol === 'ec2Query' ? 'ec2' : 'query';
  return readQueryInput(operation.input, content.parameters, dialect, complain);
}

function readRestAndDocument(structure: Structure, content: DocumentContent, complain: Complain): Input {
  const outside = structure.members.map((member) => [member.name, readOutside(member, content, complain)] as const);
  const document = readDocument(content);
  if (!document.ok) complain({ kind: 'unreadable', reason: document.error });
  const inside = document.ok ? readDocumentInput(structure, document.value, content.dialect, complain) : {};
  return { ...Object.fromEntries(outside.filter(([, value]) => value !== undefined)), ...inside };
}

function readDocument({ body, dialect }: DocumentContent): Result<Input, string> {
  if (body.length === 0) return ok({});
  const text = dialect === 'cbor' ? undefined : (decodeUtf8(body) ?? '');
  const value = text === undefined ? decodeCbor(body) : parseJson(text);
  if (!value.ok) return value;
  return isObject(value.value) ? ok(value.value) : err('The body is not a structure.');
}

function readOutside({ name, node, place, required }: Member, content: DocumentContent, complain: Complain): unknown {
  if (place.kind === 'document') return undefined;
  const label = content.labels.get(name);
  const texts = place.kind === 'parameter' ? content.parameters.get(place.name) : label === undefined ? [] : [label];
  if (texts === undefined || texts.length === 0) {
    if (required) complain({ kind: 'missing', path: name });
    return undefined;
  }
  const leaf = node.kind === 'list' ? node.item : node;
  if (leaf.kind !== 'leaf') throw new Error(`${name} cannot be in a path or a query string`);
  const values = texts.map((text) => parseLeafText(leaf, text, name, complain));
  return node.kind === 'list' ? values : values[0];
}
