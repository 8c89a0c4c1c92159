import type { ApiResponse } from './api-request.ts';
import type { RecognizedCall } from './call.ts';
import { encodeCbor } from './cbor.ts';
import { buildDocument } from './document-output.ts';
import { requestIdHeader, XML_DECLARATION } from './envelope.ts';
import { encodeUtf8 } from '#base';
import { writeMembers } from './xml-output.ts';
import { membersInPieces } from './xml-pieces.ts';
import { element, textElement } from './xml.ts';

const NO_BODY = new Uint8Array();
/** Characters of an answer that are written in one go. */
const PART = 65_536;

/**
 * Writes what an operation gave in the protocol it was asked in. `output` must be of the operation's output type;
 * members that are `undefined` are left out. A long list of EC2 is written in parts, between which others may have their
 * turn; its items are looked at when theirs comes.
 */
export function* encodeOutput(
  call: RecognizedCall,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): Generator<undefined, ApiResponse> {
  switch (call.protocol) {
    case 'ec2Query':
      return xml('text/xml;charset=UTF-8', yield* inParts(ec2Response(call, output, requestId)), requestId);
    case 'awsQuery':
      return xml('text/xml', encodeUtf8(XML_DECLARATION + queryResponse(call, output, requestId)), requestId);
    case 'awsJson1_0':
      return json('application/x-amz-json-1.0', call, output, requestId);
    case 'awsJson1_1':
      return json('application/x-amz-json-1.1', call, output, requestId);
    case 'restJson1':
      return rest(call, output, requestId);
    case 'rpcV2Cbor':
      return cbor(call, output, requestId);
  }
}

function* ec2Response(
  { operation, namespace }: RecognizedCall,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): Generator<string, void> {
  yield `${XML_DECLARATION}<${operation.name}Response xmlns="${namespace}">`;
  yield textElement('requestId', requestId);
  // An operation without an output says `true` (EC2 API Reference, "Response Elements" of CreateTags and others).
  if (operation.output === undefined) yield textElement('return', 'true');
  else yield* membersInPieces(operation.output, output, 'ec2');
  yield `</${operation.name}Response>`;
}

function queryResponse(
  { operation, namespace }: RecognizedCall,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): string {
  const result =
    operation.output && element(`${operation.name}Result`, writeMembers(operation.output, output, 'query'));
  const metadata = element('ResponseMetadata', textElement('RequestId', requestId));
  return `<${operation.name}Response xmlns="${namespace}">${result ?? ''}${metadata}</${operation.name}Response>`;
}

function* inParts(pieces: Iterable<string>): Generator<undefined, Uint8Array> {
  const parts: Uint8Array[] = [];
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < PART) continue;
    parts.push(encodeUtf8(text));
    text = '';
    yield;
  }
  return joined([...parts, encodeUtf8(text)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function xml(contentType: string, body: Uint8Array, requestId: string): ApiResponse {
  const headers = [['content-type', contentType], requestIdHeader(requestId)] as const;
  return { status: 200, headers, body };
}

function json(
  contentType: string,
  { operation }: RecognizedCall,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): ApiResponse {
  const headers = [['content-type', contentType], requestIdHeader(requestId)] as const;
  const document = operation.output && JSON.stringify(buildDocument(operation.output, output, 'json'));
  return { status: 200, headers, body: encodeUtf8(document ?? '') };
}

function rest(
  { operation }: RecognizedCall,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): ApiResponse {
  const status = operation.http?.status ?? 200;
  const headers = [['content-type', 'application/json'], requestIdHeader(requestId)] as const;
  if (status === 204) return { status, headers: headers.slice(1), body: NO_BODY };
  const document = operation.output === undefined ? {} : buildDocument(operation.output, output, 'rest');
  return { status, headers, body: encodeUtf8(JSON.stringify(document)) };
}

/** An operation without an output has no body, and then says no type either (RPC v2 CBOR, "Responses"). */
function cbor(
  { operation }: RecognizedCall,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): ApiResponse {
  const headers = [['smithy-protocol', 'rpc-v2-cbor'], requestIdHeader(requestId)] as const;
  if (operation.output === undefined) return { status: 200, headers, body: NO_BODY };
  const body = encodeCbor(buildDocument(operation.output, output, 'cbor'));
  return { status: 200, headers: [['content-type', 'application/cbor'], ...headers], body };
}
