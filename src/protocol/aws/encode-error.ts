import type { ApiError } from './api-error.ts';
import type { ApiResponse } from './api-request.ts';
import type { Envelope } from './call.ts';
import { encodeCbor } from './cbor.ts';
import { buildDocument } from './document-output.ts';
import type { DocumentDialect } from './document-input.ts';
import { requestIdHeader, XML_DECLARATION } from './envelope.ts';
import type { ModelledError } from './schema.ts';
import { encodeUtf8 } from '#base';
import { element, textElement } from './xml.ts';

/** An error with its names in both worlds. */
interface NamedError {
  readonly name: string;
  readonly queryCode: string;
  readonly queryCompatible: boolean;
  readonly status: number;
  readonly modelled: ModelledError | undefined;
}

/**
 * Writes an error in the protocol of the request. A code that the service declares may be given by either of its names and
 * is written by the right one, with the declared status unless `error` has its own.
 */
export function encodeError(envelope: Envelope, error: ApiError, requestId: string): ApiResponse {
  const named = nameError(envelope, error);
  switch (envelope.protocol) {
    case 'ec2Query':
      return xml(named, ec2Error(named, error, requestId), requestId);
    case 'awsQuery':
      return xml(named, queryError(envelope, named, error, requestId), requestId);
    case 'awsJson1_0':
      return json('application/x-amz-json-1.0', envelope, named, error, requestId);
    case 'awsJson1_1':
      return json('application/x-amz-json-1.1', envelope, named, error, requestId);
    case 'restJson1':
      return json('application/json', envelope, named, error, requestId);
    case 'rpcV2Cbor':
      return cbor(envelope, named, error, requestId);
  }
}

function nameError({ service }: Envelope, { code, status }: ApiError): NamedError {
  const modelled = findError(service?.errors ?? [], code);
  return {
    name: modelled?.name ?? code,
    queryCode: modelled?.queryCode ?? code,
    queryCompatible: modelled?.queryCompatible ?? false,
    status: status ?? modelled?.status ?? 400,
    modelled,
  };
}

/** Two errors of CloudWatch's have one code in a query; the one that is named after it goes first. */
function findError(errors: readonly ModelledError[], code: string): ModelledError | undefined {
  const sameCode = errors.filter(({ queryCode }) => queryCode === code);
  return (
    errors.find(({ name }) => name === code) ?? sameCode.find(({ name }) => name === `${code}Exception`) ?? sameCode[0]
  );
}

/** EC2 API Reference, "Error codes", with its own spelling of `RequestID`. */
function ec2Error({ queryCode }: NamedError, { message }: ApiError, requestId: string): string {
  const error = element('Error', textElement('Code', queryCode) + textElement('Message', message));
  return element('Response', element('Errors', error) + textElement('RequestID', requestId));
}

function queryError(envelope: Envelope, named: NamedError, { message }: ApiError, requestId: string): string {
  const parts =
    textElement('Type', fault(named)) + textElement('Code', named.queryCode) + textElement('Message', message);
  const content = element('Error', parts) + textElement('RequestId', requestId);
  const namespace = envelope.service?.namespace ?? '';
  return `<ErrorResponse${namespace === '' ? '' : ` xmlns="${namespace}"`}>${content}</ErrorResponse>`;
}

function xml({ status }: NamedError, text: string, requestId: string): ApiResponse {
  const headers = [['content-type', 'text/xml;charset=UTF-8'], requestIdHeader(requestId)] as const;
  return { status, headers, body: encodeUtf8(XML_DECLARATION + text) };
}

function json(
  contentType: string,
  envelope: Envelope,
  named: NamedError,
  error: ApiError,
  requestId: string,
): ApiResponse {
  const dialect = envelope.protocol === 'restJson1' ? 'rest' : 'json';
  const document = errorDocument(named, error, dialect);
  const headers = [['content-type', contentType], ...errorHeaders(envelope, named, requestId)] as const;
  return { status: named.status, headers, body: encodeUtf8(JSON.stringify(document)) };
}

function cbor(envelope: Envelope, named: NamedError, error: ApiError, requestId: string): ApiResponse {
  const headers = [
    ['content-type', 'application/cbor'],
    ['smithy-protocol', 'rpc-v2-cbor'],
    ...errorHeaders(envelope, named, requestId),
  ] as const;
  return { status: named.status, headers, body: encodeCbor(errorDocument(named, error, 'cbor')) };
}

/** Services differ in whether `message` has a capital; what they do not declare has none. */
function errorDocument(
  { name, modelled }: NamedError,
  { message, members }: ApiError,
  dialect: DocumentDialect,
): Readonly<Record<string, unknown>> {
  if (modelled === undefined) return { __type: name, message };
  const { structure } = modelled;
  const own = structure.members.find((member) => member.name.toLowerCase() === 'message');
  if (own === undefined) return { __type: name, message, ...buildDocument(structure, { ...members }, dialect) };
  return { __type: name, ...buildDocument(structure, { ...members, [own.name]: message }, dialect) };
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html, "awsQueryCompatible". */
function errorHeaders(envelope: Envelope, named: NamedError, requestId: string): (readonly [string, string])[] {
  const headers = [requestIdHeader(requestId)];
  if (envelope.protocol === 'restJson1') headers.push(['x-amzn-errortype', named.name]);
  if (envelope.queryMode && named.queryCompatible) {
    headers.push(['x-amzn-query-error', `${named.queryCode};${fault(named)}`]);
  }
  return headers;
}

function fault({ status }: NamedError): 'Sender' | 'Receiver' {
  return status >= 500 ? 'Receiver' : 'Sender';
}
