import { err, ok } from '#base';
import type { Result } from '#base';

import type { ApiError } from './api-error.ts';
import { headerValue, mediaType } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';
import type { Content, RecognizedCall, Unrecognized } from './call.ts';
import { EC2_VERSIONS } from './ec2-versions.ts';
import { MAXIMUM_BODY_BYTES } from './limits.ts';
import { arrangeParameters, parseParameters } from './query-string.ts';
import type { Parameters } from './query-string.ts';
import { routeRest } from './rest-route.ts';
import { SERVICES } from './services.ts';
import type { Protocol, Service } from './services.ts';
import { decodeUtf8 } from '#base';

type Recognition = Result<RecognizedCall, Unrecognized>;

const FORM = 'application/x-www-form-urlencoded';
const NO_PARAMETERS: Parameters = new Map();
/** What a query has besides an input: its operation, and what a presigned URL is signed with. */
const NOT_INPUT = /^(?:Action|Version|X-Amz-[\w-]+)$/i;

/**
 * Finds out which protocol a request speaks, then which operation it asks for. One URL serves all services:
 * `scopeService` is the service that the request was signed for, `undefined` if it was not signed. An error is in the
 * envelope of the request's protocol.
 */
export function recognize(request: ApiRequest, scopeService: string | undefined): Recognition {
  const scope = SERVICES.find(({ signingName }) => signingName === scopeService);
  const queryMode = headerValue(request, 'x-amzn-query-mode') === 'true';
  const attempt = new Attempt(request, scope, queryMode);
  if (headerValue(request, 'smithy-protocol') === 'rpc-v2-cbor') return attempt.cbor();
  const target = headerValue(request, 'x-amz-target');
  if (target !== '') return attempt.json(target);
  if (speaksRest(request, scope)) return attempt.rest();
  return attempt.query();
}

/** A query is for `/`; a service that speaks restJson1 has no path that a query would be sent to. */
function speaksRest(request: ApiRequest, scope: Service | undefined): boolean {
  if (scope !== undefined) return scope.protocols.includes('restJson1');
  return request.path !== '/' && request.path !== '' && mediaType(request) !== FORM;
}

class Attempt {
  readonly #request: ApiRequest;
  readonly #scope: Service | undefined;
  readonly #queryMode: boolean;

  constructor(request: ApiRequest, scope: Service | undefined, queryMode: boolean) {
    this.#request = request;
    this.#scope = scope;
    this.#queryMode = queryMode;
  }

  cbor(): Recognition {
    const [, target = '', name = ''] = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(this.#request.path) ?? [];
    return this.#byTarget('rpcV2Cbor', target, name, 'cbor');
  }

  json(target: string): Recognition {
    const at = target.lastIndexOf('.');
    // Clients put a prefix of their own before CloudTrail's target.
    const service = target.slice(0, Math.max(0, at)).split('.').at(-1) ?? '';
    const protocol = mediaType(this.#request) === 'application/x-amz-json-1.0' ? 'awsJson1_0' : 'awsJson1_1';
    return this.#byTarget(protocol, service, target.slice(at + 1), 'json');
  }

  rest(): Recognition {
    const services = this.#scope === undefined ? SERVICES : [this.#scope];
    const service = services.find(({ protocols }) => protocols.includes('restJson1'));
    const route = routeRest(service?.operations.values() ?? [], this.#request.method, this.#request.path);
    const parameters = parseParameters(this.#request.query);
    if (service === undefined || route === undefined) return this.#unknownOperation('restJson1', service, 404);
    const tooLarge = this.#tooLarge('restJson1', service);
    if (tooLarge !== undefined) return tooLarge;
    if (!parameters.ok) return this.#fail('restJson1', service, service.validationCode, parameters.error);
    const { body } = this.#request;
    const content: Content = {
      kind: 'document',
      dialect: 'rest',
      body,
      labels: route.labels,
      parameters: parameters.value,
    };
    return this.#recognized('restJson1', service, route.operation.name, content);
  }

  query(): Recognition {
    const guess = this.#scope;
    const tooLarge = this.#tooLarge(queryProtocol(guess), guess);
    if (tooLarge !== undefined) return tooLarge;
    const form = mediaType(this.#request) === FORM ? decodeUtf8(this.#request.body) : '';
    if (form === undefined) return this.#malformedQuery(guess, 'The query string is not UTF-8.');
    const parameters = parseParameters(this.#request.query, form);
    if (!parameters.ok) return this.#malformedQuery(guess, parameters.error);
    return this.#byAction(parameters.value);
  }

  #byAction(parameters: Parameters): Recognition {
    const [action, anotherAction] = parameters.get('Action') ?? [];
    const version = parameters.get('Version')?.[0];
    const service = this.#scope ?? SERVICES.find((candidate) => candidate.version === version);
    const protocol = queryProtocol(service);
    if (action === undefined || action === '') {
      return this.#fail(protocol, service, 'MissingAction', 'No action was supplied with this request.');
    }
    if (anotherAction !== undefined) return this.#malformedQuery(service, 'The query string has two actions.');
    const known = service?.protocols.includes(protocol) === true && service.operations.has(action);
    if (service === undefined || !known || !speaksVersion(service, version)) {
      return this.#fail(protocol, service, 'InvalidAction', invalidAction(protocol, action, version));
    }
    if (service.name === 'ec2' && version !== undefined && !EC2_VERSIONS.has(version)) {
      return this.#fail(protocol, service, 'NoSuchVersion', noSuchVersion(version));
    }
    const arranged = arrangeParameters(parameters, (name) => !NOT_INPUT.test(name));
    if (!arranged.ok) return this.#malformedQuery(service, arranged.error);
    const recognized = this.#recognized(protocol, service, action, { kind: 'query', parameters: arranged.value });
    if (!recognized.ok || version === undefined) return recognized;
    return ok({ ...recognized.value, namespace: service.namespace.replace(service.version, version) });
  }

  #byTarget(protocol: Protocol, target: string, name: string, dialect: 'json' | 'cbor'): Recognition {
    const service = SERVICES.find((candidate) => candidate.target !== '' && candidate.target === target);
    if (service === undefined || !service.operations.has(name) || !speaks(service, protocol)) {
      return this.#unknownOperation(protocol, service, 400);
    }
    const { body } = this.#request;
    const content: Content = { kind: 'document', dialect, body, labels: new Map(), parameters: NO_PARAMETERS };
    return this.#tooLarge(protocol, service) ?? this.#recognized(protocol, service, name, content);
  }

  #recognized(protocol: Protocol, service: Service, name: string, content: Content): Recognition {
    const operation = service.operations.get(name);
    if (operation === undefined) return this.#unknownOperation(protocol, service, 400);
    const { namespace } = service;
    return ok({ protocol, service, queryMode: this.#queryMode, operation, namespace, content });
  }

  #tooLarge(protocol: Protocol, service: Service | undefined): Recognition | undefined {
    if (this.#request.body.length <= MAXIMUM_BODY_BYTES) return undefined;
    const message = `The request is larger than ${MAXIMUM_BODY_BYTES} bytes.`;
    return this.#fail(protocol, service, 'RequestEntityTooLarge', message, 413);
  }

  #malformedQuery(service: Service | undefined, message: string): Recognition {
    return this.#fail(queryProtocol(service), service, 'MalformedQueryString', message);
  }

  #unknownOperation(protocol: Protocol, service: Service | undefined, status: number): Recognition {
    const message = 'The requested operation is not recognized by the service.';
    return this.#fail(protocol, service, 'UnknownOperationException', message, status);
  }

  #fail(protocol: Protocol, service: Service | undefined, code: string, message: string, status = 400): Recognition {
    const error: ApiError = { code, message, status };
    return err({ protocol, service, queryMode: this.#queryMode, error });
  }
}

/** A service that speaks any awsJson is forgiven the other version: old clients send either. */
function speaks(service: Service, protocol: Protocol): boolean {
  if (protocol === 'rpcV2Cbor') return service.protocols.includes('rpcV2Cbor');
  return service.protocols.some((spoken) => spoken === 'awsJson1_0' || spoken === 'awsJson1_1');
}

/** EC2 answers in each of its many versions; here it has the members of the last, which older clients pass over. */
function speaksVersion(service: Service, version: string | undefined): boolean {
  return service.name === 'ec2' || version === undefined || version === service.version;
}

function noSuchVersion(version: string): string {
  return `The requested version (${version.slice(0, 20)}) of service AmazonEC2 does not exist`;
}

function queryProtocol(service: Service | undefined): Protocol {
  return service?.name === 'ec2' ? 'ec2Query' : 'awsQuery';
}

function invalidAction(protocol: Protocol, action: string, version: string | undefined): string {
  const shown = action.slice(0, 100);
  if (protocol === 'ec2Query') return `The action ${shown} is not valid for this web service.`;
  return `Could not find operation ${shown} for version ${version?.slice(0, 20) ?? 'NO_VERSION_SPECIFIED'}`;
}
