import { randomBytes } from 'node:crypto';
import type { Clock } from '#base';
import type { Issued } from '#credentials';
import { FAULT_KIND, problemText, readFault } from '#fault';
import type { FaultCounts } from '#fault';
import { allocateOctets, realPlatform } from '#host';
import type { Material } from '#metadata';
import { BUILT_IN_METADATA_OPTIONS, deriveInstanceId, parseAccountId } from '#model';
import type { InstanceDeclaration, MetadataOptions, RoleDelivery } from '#model';
import { AnswerWriter } from '#protocol/imds';
import { Replica } from '#registry';
import type { Change } from '#registry';
import type { Connection } from './connection.ts';
import { ImdsEngine } from './engine.ts';
import { FaultBoard } from './faults/fault-board.ts';
import { FaultLedger } from './faults/fault-ledger.ts';
import { SharedCounts } from './faults/shared-counts.ts';
import type { MaterialSource } from './materials.ts';
import type { Attribution, CallerSource } from './observation/callers.ts';

/** The time every test clock begins at: Sun, 22 Nov 2026 12:00:00 GMT. */
export const NOW = Date.UTC(2026, 10, 22, 12);

/** A clock that a test turns. */
class ManualClock implements Clock {
  #nowMs = NOW;

  now(): number {
    return this.#nowMs;
  }

  advance(milliseconds: number): void {
    this.#nowMs += milliseconds;
  }
}

/** What a test says of an instance. */
export type Said = Partial<Omit<InstanceDeclaration, 'metadataOptions'>> & {
  readonly options?: Partial<MetadataOptions>;
};

let revision = 0;

/** The change that puts a fault, as somebody declares it, into the registry; it begins at `NOW` unless it says otherwise. */
export function putFault(id: string, declared: Readonly<Record<string, unknown>>, nowMs = NOW): Change {
  const fault = readFault({ id, ...declared }, { nowMs, freshId: id });
  if (!fault.ok) throw new Error(fault.error.map(problemText).join('; '));
  return { kind: FAULT_KIND, id, revision: ++revision, body: JSON.stringify(fault.value) };
}

/** The change that takes a fault out of the registry. */
export function removeFault(id: string): Change {
  return { kind: FAULT_KIND, id, revision: ++revision, body: undefined };
}

/** The change that puts an instance into the registry. */
export function putInstance(name: string, { options, ...said }: Said = {}): Change {
  const accountId = parseAccountId('123456789012');
  if (!accountId.ok) throw new Error(accountId.error);
  const declaration: InstanceDeclaration = {
    id: deriveInstanceId(name),
    accountId: accountId.value,
    region: 'us-east-1',
    launchTimeMs: NOW - 60_000,
    revisedAtMs: NOW - 30_000,
    ...said,
    metadataOptions: { ...BUILT_IN_METADATA_OPTIONS, ...options },
  };
  return { kind: 'instance', id: declaration.id, revision: ++revision, body: JSON.stringify(declaration) };
}

/** The change that takes an instance out of the registry. */
export function removeInstance(name: string): Change {
  return { kind: 'instance', id: deriveInstanceId(name), revision: ++revision, body: undefined };
}

/** A source that answers at once with a document that names what was asked for. */
function namingMaterials(clock: Clock): MaterialSource {
  return { request: (instance, material, delivery) => named(instance.id, material, delivery, clock.now()) };
}

/** The document `namingMaterials` answers with. */
export function named(id: string, material: Material, delivery: RoleDelivery, nowMs: number): Issued {
  return { kind: 'document', text: `${material} ${delivery} of ${id}`, recheckAtMs: nowMs + 3_600_000 };
}

/** An engine on its own, with everything it was told to do laid open. */
export class EngineBench {
  readonly clock = new ManualClock();
  readonly replica = new Replica();
  readonly engine: ImdsEngine;
  readonly unparked: Connection[] = [];
  readonly #ledger: FaultLedger;

  constructor(
    changes: readonly Change[],
    materials?: MaterialSource,
    callers?: CallerSource,
    attribution: Attribution = 'off',
  ) {
    this.replica.apply(changes);
    const counts = new SharedCounts();
    this.#ledger = new FaultLedger(counts);
    const { crypto, random, microseconds } = realPlatform();
    this.engine = new ImdsEngine({
      replica: this.replica,
      tokens: { crypto, random, ring: [{ id: 0, secret: randomBytes(32), sinceMs: 0 }] },
      materials: materials ?? namingMaterials(this.clock),
      features: { securityCredentialsExtended: false },
      attribution,
      callerTimeoutMs: 250,
      callers: callers ?? { request: () => {} },
      microseconds,
      hopDistance: 0,
      throttle: {},
      writer: new AnswerWriter(allocateOctets, 'modern'),
      allocate: allocateOctets,
      unparked: (connections) => this.unparked.push(...connections),
      faults: new FaultBoard(counts),
    });
    this.engine.tick(this.clock.now());
    this.arm(changes);
  }

  /** Puts the faults among `changes` to work. */
  arm(changes: readonly Change[]): void {
    this.#ledger.take(changes);
    this.engine.useFaults(this.#ledger.assign(this.clock.now()));
  }

  /** How many hits all faults have had. */
  get hits(): number {
    return [...this.#ledger.counts().values()].reduce((sum, { hits }) => sum + hits, 0);
  }

  /** What was counted of a fault. */
  counts(id: string): FaultCounts | undefined {
    return this.#ledger.counts().get(id);
  }

  /** A connection from `peer` to 127.0.0.1, or undefined when nobody knows the caller. */
  connect(peer = 0x7f000001): Connection | undefined {
    return this.engine.open({ network: 'default', peer, peerPort: 50_000, local: 0x7f000001, localPort: 1338 });
  }

  /** Everything that comes back for `text`, given in pieces of these lengths, until the engine closes. */
  exchange(text: string, connection = this.connect(), pieces: readonly number[] = []): string {
    if (connection === undefined) throw new Error('the caller is unknown');
    this.engine.tick(this.clock.now());
    const bytes = Buffer.from(text, 'latin1');
    let output = '';
    let at = 0;
    for (let piece = 0; at < bytes.length && this.engine.next !== 'close'; piece++) {
      const length = Math.min(pieces[piece] ?? bytes.length, bytes.length - at);
      const input = allocateOctets(length);
      input.set(bytes.subarray(at, at + length));
      this.engine.receive(connection, input, length);
      input.fill(0);
      output += this.drain(connection);
      at += length;
    }
    if (this.engine.next === 'close') this.engine.next = 'read';
    return output;
  }

  /** What the engine has to send, resumed for as long as it asks for that. */
  drain(connection: Connection): string {
    let output = this.#take();
    while (this.engine.next === 'resume') {
      this.engine.resume(connection);
      output += this.#take();
    }
    return output;
  }

  /** A session token for the default caller. */
  token(ttlSeconds = 21_600): string {
    const answer = this.exchange(put('/latest/api/token', `X-aws-ec2-metadata-token-ttl-seconds: ${ttlSeconds}`));
    return answer.slice(-56);
  }

  #take(): string {
    const { writer } = this.engine;
    const output = writer.bytes.latin1Slice(0, writer.length);
    writer.clear();
    return output;
  }
}

/** A request by GET with these header lines besides Host. */
export function get(target: string, ...headers: readonly string[]): string {
  return request('GET', target, headers);
}

/** A request by PUT. */
export function put(target: string, ...headers: readonly string[]): string {
  return request('PUT', target, headers);
}

/** A request by any method. */
export function request(method: string, target: string, headers: readonly string[] = [], body = ''): string {
  return [`${method} ${target} HTTP/1.1`, 'Host: 169.254.169.254', ...headers, '', body].join('\r\n');
}

/** The status code of an answer. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0);
}

/** What stands behind the header of an answer. */
export function bodyOf(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n') + 4);
}
