import { DEFAULT_NETWORK, instanceOfNetwork, isLoopback, isMetadataAddress } from '#model';
import type { AddressKey, DedicatedListener, InstanceDeclaration } from '#model';
import { AttachmentIndex } from './attachment-index.ts';
import type { AttachmentConflict } from './attachment-index.ts';
import { claimsOf } from './claim.ts';
import type { Claim } from './claim.ts';
import { earliest, HeldInstance, isEarlier } from './held-instance.ts';
import { packDeclaration } from './pack-declaration.ts';
import { readDeclaration } from './read-declaration.ts';
import { RecentHolders } from './recent-holders.ts';
import type { Change } from './registry.ts';
import type { Resident } from './resident.ts';
import { SharedTexts } from './shared-texts.ts';

/** How much a replica may hold. */
export interface ReplicaOptions {
  /** How many completed instances to keep at most; at least 1, 4,096 unless given. */
  readonly completedLimit?: number;
}

/**
 * The instances of a registry in memory, small enough for a hundred thousand. It holds nothing but text and numbers made
 * from the changes it is given, so every thread can have its own.
 *
 * What it answers depends on the documents alone, never on the order in which changes came: after a restart, or in another
 * thread, it is the same. Where several instances want one thing, the one created first has it (`Change.createdRevision`;
 * for changes made by hand the revision at which this replica first saw the instance). A terminated instance wants nothing.
 */
export class Replica {
  readonly #instances = new Map<string, HeldInstance>();
  readonly #attachments = new AttachmentIndex();
  readonly #unattached = new Set<HeldInstance>();
  readonly #shared = new SharedTexts();
  readonly #completed: RecentHolders;
  readonly #unreadable = new Map<string, string>();
  /** The first of those without attachments; undefined also when it has to be found anew. */
  #default: HeldInstance | undefined;

  constructor(options: ReplicaOptions = {}) {
    this.#completed = new RecentHolders(options.completedLimit ?? 4096);
  }

  /** How many instances there are, in whatever state. */
  get size(): number {
    return this.#instances.size;
  }

  /**
   * Takes in changes of instances (kind `instance`, body an `InstanceDeclaration`); of other kinds nothing. A change that
   * is not later than what is held of the instance is passed over. A body that cannot be read takes the instance away, as
   * nobody knows what it may answer: see `unreadable`.
   */
  apply(changes: readonly Change[]): void {
    for (const change of changes) if (change.kind === 'instance') this.#applyOne(change);
  }

  /**
   * Who is calling from `peer` to `local`: the instance attached to that destination, else the one attached to that
   * source, else the one that has the network for itself or is named by it; else, when `peer` is this machine itself (loopback, a metadata
   * address, or the very address called) and the network the default one, the first instance without
   * attachments. Undefined when that is nobody, or an instance stopped or terminated: then no other answers in its stead.
   */
  identify(network: string, peer: AddressKey, local: AddressKey): Resident | undefined {
    const holder = this.#attachments.holder(network, peer, local) ?? this.#unclaimed(network, peer, local);
    return holder?.answers === true ? holder : undefined;
  }

  /** The instance of this id, if it is attached to the trusted proxies of `network` and answers. */
  vouchedFor(network: string, id: string): Resident | undefined {
    const holder = this.#attachments.vouchedFor(network, id);
    return holder?.answers === true ? holder : undefined;
  }

  /** The id of the instance that has what a claim wants; undefined when nobody has. */
  holderOf(claim: Pick<Claim, 'kind' | 'network' | 'key'>): string | undefined {
    return this.#attachments.holderOf(claim)?.id;
  }

  /** The instance of this id, in whatever state. */
  find(id: string): Resident | undefined {
    return this.#instances.get(id);
  }

  /**
   * The destination addresses attached in `network`, as declared, each once and only those that are `wanted`: what somebody
   * has to listen on.
   */
  destinations(network: string, wanted?: (key: AddressKey) => boolean): Iterable<string> {
    return this.#attachments.destinations(network, wanted);
  }

  /** The listeners that attachments need for themselves, by the network whose callers reach them. */
  dedicatedListeners(): ReadonlyMap<string, DedicatedListener> {
    return this.#attachments.dedicatedListeners();
  }

  /** Goes up whenever `destinations` or `dedicatedListeners` may have changed. */
  get listenersRevision(): number {
    return this.#attachments.listenersRevision;
  }

  /** What more than one instance claims. */
  conflicts(): readonly AttachmentConflict[] {
    return this.#attachments.conflicts();
  }

  /** The ids of the documents that could not be read, with the reason. */
  unreadable(): ReadonlyMap<string, string> {
    return this.#unreadable;
  }

  #applyOne(change: Change): void {
    const { id, revision, body } = change;
    const last = this.#instances.get(id);
    if (last !== undefined && revision <= last.revision) return;
    if (last !== undefined) this.#remove(last);
    this.#unreadable.delete(id);
    if (body === undefined) return;
    const declaration = readDeclaration(id, body);
    if (declaration.ok)
      this.#add(declaration.value, { revision, order: change.createdRevision ?? last?.order ?? revision });
    else this.#unreadable.set(id, declaration.error);
  }

  #add(declaration: InstanceDeclaration, { revision, order }: { revision: number; order: number }): void {
    const { id, state, attachments = [], throttle } = declaration;
    const { own, shared } = packDeclaration(declaration);
    const instance = new HeldInstance(
      { id, revision, order, state, throttle },
      own,
      this.#shared.hold(shared),
      this.#completed,
    );
    this.#instances.set(id, instance);
    if (state === 'terminated') return;
    for (const claim of claimsOf(id, attachments)) this.#attachments.add(claim, instance);
    if (attachments.length === 0) this.#addUnattached(instance);
  }

  #remove(instance: HeldInstance): void {
    instance.current = false;
    this.#instances.delete(instance.id);
    this.#shared.letGo(instance.shared);
    for (const claim of instance.claims()) this.#attachments.remove(claim, instance);
    this.#unattached.delete(instance);
    if (this.#default === instance) this.#default = undefined;
  }

  #addUnattached(instance: HeldInstance): void {
    this.#unattached.add(instance);
    if (this.#default !== undefined && isEarlier(instance, this.#default)) this.#default = instance;
  }

  /** Who it is where no attachment says so. */
  #unclaimed(network: string, peer: AddressKey, local: AddressKey): HeldInstance | undefined {
    const id = instanceOfNetwork(network);
    return id === undefined ? this.#defaultFor(network, peer, local) : this.#instances.get(id);
  }

  /**
   * Who calls the address it calls from is on this machine too, and who calls from a metadata address has it put there:
   * that is how link-local addresses on this machine are reached, by themselves or translated to loopback.
   */
  #defaultFor(network: string, peer: AddressKey, local: AddressKey): HeldInstance | undefined {
    const isHere = isLoopback(peer) || isMetadataAddress(peer) || peer === local;
    if (network !== DEFAULT_NETWORK || !isHere) return undefined;
    this.#default ??= earliest(this.#unattached);
    return this.#default;
  }
}
