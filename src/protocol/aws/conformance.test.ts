// Every operation, both ways, through the unmodified AWS SDK: what it writes we read, what we write it reads. The values are
// made from the SDK's own schemas, so that a member the extraction lost would be missed here.
import { deepEqual, equal } from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as config from '@aws-sdk/client-config-service';
import * as ec2 from '@aws-sdk/client-ec2';
import * as guardduty from '@aws-sdk/client-guardduty';
import * as iam from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import * as sts from '@aws-sdk/client-sts';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { HttpResponse } from '@smithy/core/protocols';
import type { HttpRequest } from '@smithy/core/protocols';

import { readSchema } from '../../../scripts/aws-schemas/static-schema.ts';
import type { Member as SdkMember, Schema } from '../../../scripts/aws-schemas/static-schema.ts';
import { encodeAtOnce } from './encode-at-once.test-support.ts';
import { decodeInput, encodeError, recognize, SERVICES } from './index.ts';
import type { ApiError, ApiRequest, ApiResponse, Node, Operation, RecognizedCall, ServiceName } from './index.ts';
import type { ModelledError } from './schema.ts';

const RANDOM_ROUNDS = 8;

type Sdk = Readonly<Record<string, unknown>>;
type Values = Record<string, unknown>;
interface Client {
  send(command: unknown): Promise<Values>;
}
type Make = new (settings: Values) => Client;

interface Wire {
  readonly service: ServiceName;
  readonly sdk: Sdk;
  readonly client: unknown;
  readonly name: string;
  readonly protocol?: unknown;
  /** Whether what is empty cannot be told from what is absent. */
  readonly losesEmpty: boolean;
}

const QUERY = { losesEmpty: true };
const DOCUMENT = { losesEmpty: false };
const WIRES: readonly Wire[] = [
  { service: 'ec2', sdk: ec2, client: ec2.EC2Client, name: 'ec2Query', ...QUERY },
  { service: 'iam', sdk: iam, client: iam.IAMClient, name: 'awsQuery', ...QUERY },
  { service: 'sts', sdk: sts, client: sts.STSClient, name: 'awsQuery', ...QUERY },
  {
    service: 'cloudwatch',
    sdk: cloudwatch,
    client: cloudwatch.CloudWatchClient,
    name: 'awsQuery',
    protocol: AwsQueryProtocol,
    ...QUERY,
  },
  { service: 'cloudwatch', sdk: cloudwatch, client: cloudwatch.CloudWatchClient, name: 'awsJson1_0', ...DOCUMENT },
  {
    service: 'cloudwatch',
    sdk: cloudwatch,
    client: cloudwatch.CloudWatchClient,
    name: 'rpcV2Cbor',
    protocol: SmithyRpcV2CborProtocol,
    ...DOCUMENT,
  },
  { service: 'cloudtrail', sdk: cloudtrail, client: cloudtrail.CloudTrailClient, name: 'awsJson1_1', ...DOCUMENT },
  { service: 'config', sdk: config, client: config.ConfigServiceClient, name: 'awsJson1_1', ...DOCUMENT },
  {
    service: 'organizations',
    sdk: organizations,
    client: organizations.OrganizationsClient,
    name: 'awsJson1_1',
    ...DOCUMENT,
  },
  { service: 'guardduty', sdk: guardduty, client: guardduty.GuardDutyClient, name: 'restJson1', ...DOCUMENT },
];

/** mulberry32: small, seeded, good enough to pick test values. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CHARACTERS = Array.from('abcXYZ019-_.~/:=&+%<>"\'\\{}[];,?#@!$()*| éß漢😀\n\t');
const DEEPEST = 6;

class ValueMaker {
  readonly #random: () => number;
  readonly #all: boolean;
  readonly #losesEmpty: boolean;

  constructor(seed: number, all: boolean, losesEmpty: boolean) {
    this.#random = chance(seed);
    this.#all = all;
    this.#losesEmpty = losesEmpty;
  }

  of(schema: Schema, node: Node, depth = 0): unknown {
    switch (schema.kind) {
      case 'leaf':
        equal(node.kind, 'leaf');
        return this.#leaf(schema.type, node.kind === 'leaf' ? node.values : undefined);
      case 'list':
        if (node.kind !== 'list') throw new Error('not a list');
        return this.#times(() => this.of(schema.item.target(), node.item, depth + 1));
      case 'map':
        if (node.kind !== 'table') throw new Error('not a table');
        return Object.fromEntries(
          this.#times((): [string, unknown] => [this.#text(), this.of(schema.value.target(), node.value, depth + 1)]),
        );
      case 'structure':
        if (node.kind !== 'structure') throw new Error('not a structure');
        return this.#structure(schema, node, depth);
      default:
        return {};
    }
  }

  #structure(
    schema: Extract<Schema, { kind: 'structure' }>,
    node: Extract<Node, { kind: 'structure' }>,
    depth: number,
  ): Values {
    deepEqual(
      node.members.map(({ name }) => name),
      schema.members.map(({ name }) => name),
    );
    const picked = schema.members.filter((member) => this.#picks(member, depth));
    const members = schema.union
      ? schema.members.slice(0, 1)
      : picked.length === 0
        ? schema.members.slice(0, 1)
        : picked;
    const values: Values = {};
    for (const member of members) {
      const ours = node.members.find(({ name }) => name === member.name);
      if (ours === undefined) throw new Error(`${node.name} lacks ${member.name}`);
      let value: unknown;
      do value = this.of(member.target(), ours.node, depth + 1);
      // A query string has no way to say that a list is there and empty.
      while (member.traits.httpQuery !== undefined && Array.isArray(value) && value.length === 0);
      values[member.name] = value;
    }
    return values;
  }

  #picks({ required, traits }: SdkMember, depth: number): boolean {
    if (required || traits.idempotencyToken !== undefined || traits.httpLabel !== undefined) return true;
    if (depth > DEEPEST) return false;
    return this.#all || this.#random() < 0.5;
  }

  #times<Item>(make: () => Item): Item[] {
    const least = this.#losesEmpty ? 1 : 0;
    const length = this.#all ? 2 : least + Math.floor(this.#random() * 3);
    return Array.from({ length }, make);
  }

  #leaf(type: string, values: readonly string[] | undefined): unknown {
    if (values !== undefined) return values[Math.floor(this.#random() * values.length)];
    switch (type) {
      case 'number':
        return this.#random() < 0.7 ? Math.floor(this.#random() * 70_000) - 100 : this.#random() * 1e6;
      case 'boolean':
        return this.#random() < 0.5;
      case 'timestamp':
        return new Date(
          Math.floor(this.#random() * 4e9) * 1000 + (this.#random() < 0.5 ? 0 : Math.floor(this.#random() * 1000)),
        );
      case 'blob':
        return Uint8Array.from({ length: 1 + Math.floor(this.#random() * 9) }, () => Math.floor(this.#random() * 256));
      default:
        return this.#text();
    }
  }

  /** Begins and ends with a letter, for XML readers may trim. */
  #text(): string {
    const length = Math.floor(this.#random() * 12);
    const inner = Array.from({ length }, () => CHARACTERS[Math.floor(this.#random() * CHARACTERS.length)]);
    return `a${inner.join('')}z`;
  }
}

function asApiRequest(request: HttpRequest): ApiRequest {
  const query = Object.entries(request.query).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  const body: unknown = request.body ?? '';
  return {
    method: request.method,
    path: request.path,
    query: query.join('&'),
    headers: Object.entries(request.headers),
    body: typeof body === 'string' ? Buffer.from(body) : (body as Uint8Array),
  };
}

function asSdkResponse({ status, headers, body }: ApiResponse): HttpResponse {
  return new HttpResponse({ statusCode: status, headers: Object.fromEntries(headers), body: Readable.from([body]) });
}

/** Sends one command and answers it; the client sees what `answer` gives, and the caller what the client made of it. */
async function exchange(
  wire: Wire,
  operation: string,
  input: unknown,
  answer: (call: RecognizedCall) => ApiResponse,
): Promise<{ output: Values; call: RecognizedCall }> {
  let seen: RecognizedCall | undefined;
  const handle = async (request: HttpRequest): Promise<{ response: HttpResponse }> => {
    const service = SERVICES.find(({ name }) => name === wire.service);
    const recognized = recognize(asApiRequest(request), service?.signingName);
    if (!recognized.ok) throw new Error(`${operation}: ${JSON.stringify(recognized.error.error)}`);
    seen = recognized.value;
    return { response: asSdkResponse(answer(seen)) };
  };
  const client = new (wire.client as Make)({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler: { handle },
    maxAttempts: 1,
    ...(wire.protocol === undefined ? {} : { protocol: wire.protocol }),
  });
  const Command = wire.sdk[`${operation}Command`] as new (input: unknown) => unknown;
  const { $metadata, ...output } = await client.send(new Command(input)).catch((error: unknown) => {
    if (seen === undefined || !(error instanceof Error) || !('$metadata' in error)) throw error;
    return { $metadata: error.$metadata, error };
  });
  if (seen === undefined) throw new Error('the client sent nothing');
  equal((($metadata ?? {}) as Values).requestId, 'request-id');
  return { output, call: seen };
}

function schemasOf(wire: Wire, operation: string): { input: Schema; output: Schema } {
  const schema = readSchema(wire.sdk[`${operation}$`]);
  if (schema.kind !== 'operation') throw new Error(`${operation} is not an operation`);
  return { input: schema.input.target(), output: schema.output.target() };
}

async function roundTrip(wire: Wire, operation: Operation, seed: number, all: boolean): Promise<void> {
  const schemas = schemasOf(wire, operation.name);
  const values = new ValueMaker(seed, all, wire.losesEmpty);
  const input = values.of(schemas.input, operation.input);
  const output = operation.output === undefined ? {} : (values.of(schemas.output, operation.output) as Values);
  const seen = await exchange(wire, operation.name, input, (call) => encodeAtOnce(call, output, 'request-id'));
  const message = `${wire.service} ${operation.name} in ${wire.name}, seed ${seed}`;
  equal(seen.call.protocol, wire.name, message);
  equal(seen.call.operation.name, operation.name);
  deepEqual(decodeInput(seen.call), { ok: true, value: input }, `the input of ${message}`);
  deepEqual(seen.output, output, `the output of ${message}`);
}

for (const wire of WIRES) {
  test(`the AWS SDK and we understand each other on all of ${wire.service} in ${wire.name}`, async () => {
    const operations = SERVICES.find(({ name }) => name === wire.service)?.operations ?? new Map<string, Operation>();
    let seed = 0;
    for (const operation of operations.values()) {
      await roundTrip(wire, operation, ++seed, true);
      for (let round = 0; round < RANDOM_ROUNDS; round++) await roundTrip(wire, operation, ++seed, false);
    }
  });

  test(`the AWS SDK makes its own error of every error ${wire.service} declares in ${wire.name}`, async () => {
    const service = SERVICES.find(({ name }) => name === wire.service);
    const [operation] = [...(service?.operations.keys() ?? [])];
    const structure = service?.operations.get(operation ?? '')?.input;
    const schemas = schemasOf(wire, operation ?? '');
    const input = structure && new ValueMaker(1, true, wire.losesEmpty).of(schemas.input, structure);
    for (const error of errorsOf(service?.errors ?? [])) {
      const { output } = await exchange(wire, operation ?? '', input, (call) => encodeError(call, error, 'request-id'));
      const thrown = output.error as Error & { $metadata: { httpStatusCode: number } };
      equal(thrown.name, error.thrown);
      equal(thrown.message, error.message);
      equal(thrown.$metadata.httpStatusCode, error.expected);
      const known = wire.sdk[error.thrown] as (new () => unknown) | undefined;
      if (known !== undefined) equal(thrown instanceof known, true, `${error.thrown} is not of its class`);
    }
  });
}

interface ExpectedError extends ApiError {
  /** The name of what the client throws. */
  readonly thrown: string;
  /** The HTTP status. */
  readonly expected: number;
}

/** Each declared error by both of its names; two errors of one code in a query are one to the client, so they are left out. */
function errorsOf(errors: readonly ModelledError[]): ExpectedError[] {
  const distinct = errors.filter((error) =>
    errors.every((other) => other === error || other.queryCode !== error.queryCode),
  );
  const declared = distinct.flatMap(({ name, queryCode, status }) =>
    [name, queryCode].map((code) => ({ code, message: 'why <&>', thrown: name, expected: status })),
  );
  return [...declared, { code: 'Unheard', message: 'why <&>', status: 403, thrown: 'Unheard', expected: 403 }];
}
