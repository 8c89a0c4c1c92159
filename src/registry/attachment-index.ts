import type { AddressKey, DedicatedListener } from '#model';
import { AddressIndex } from './address-index.ts';
import { EVERYONE } from './claim.ts';
import type { Claim } from './claim.ts';
import { isEarlier } from './held-instance.ts';
import type { HeldInstance } from './held-instance.ts';

/** Something that several instances claim within one network. */
export interface AttachmentConflict {
  readonly kind: Claim['kind'];
  readonly network: string;
  /** As the holder declares it. */
  readonly address: string;
  /** The id of the instance that was created first, which has the address. */
  readonly holder: string;
  /** The ids of those that go without, in order of creation. */
  readonly refused: readonly string[];
}

type Network = Readonly<Record<Claim['kind'], AddressIndex>>;

const KINDS: readonly Claim['kind'][] = ['source', 'destination', 'everyone', 'proxy'];

/** Who is attached where, network by network. */
export class AttachmentIndex {
  readonly #networks = new Map<string, Network>();
  readonly #listeners = new Map<string, DedicatedListener>();
  #listenersRevision = 0;

  /** Goes up whenever `destinations` or `dedicatedListeners` may have changed. */
  get listenersRevision(): number {
    return this.#listenersRevision;
  }

  /** Who has the destination, or else the source, or else the whole network. */
  holder(network: string, source: AddressKey, destination: AddressKey): HeldInstance | undefined {
    const scope = this.#networks.get(network);
    return scope?.destination.get(destination) ?? scope?.source.get(source) ?? scope?.everyone.get(EVERYONE);
  }

  /** The instance of this id, if trusted proxies of the network may vouch for it. */
  vouchedFor(network: string, id: string): HeldInstance | undefined {
    return this.#networks.get(network)?.proxy.get(id);
  }

  /** Who has what a claim wants. */
  holderOf({ kind, network, key }: Pick<Claim, 'kind' | 'network' | 'key'>): HeldInstance | undefined {
    return this.#networks.get(network)?.[kind].get(key);
  }

  /** By the network whose callers reach them. */
  dedicatedListeners(): ReadonlyMap<string, DedicatedListener> {
    return this.#listeners;
  }

  /** Destination addresses as declared: with the zone, which a listener needs and a key does not have. */
  *destinations(network: string, wanted: (key: AddressKey) => boolean = () => true): Iterable<string> {
    for (const [key, holder] of this.#networks.get(network)?.destination.held() ?? []) {
      if (!wanted(key)) continue;
      const address = declaredAddress(holder, 'destination', network, key);
      if (address !== undefined) yield address;
    }
  }

  add({ kind, network, key, listener }: Claim, instance: HeldInstance): void {
    let scope = this.#networks.get(network);
    if (scope === undefined) this.#networks.set(network, (scope = newNetwork()));
    scope[kind].claim(key, instance);
    if (listener !== undefined) this.#listeners.set(network, listener);
    if (listener !== undefined || kind === 'destination') this.#listenersRevision++;
  }

  remove({ kind, network, key, listener }: Claim, instance: HeldInstance): void {
    const scope = this.#networks.get(network);
    if (scope === undefined) return;
    scope[kind].release(key, instance);
    if (listener !== undefined || kind === 'destination') this.#listenersRevision++;
    if (KINDS.some((each) => scope[each].size > 0)) return;
    this.#networks.delete(network);
    this.#listeners.delete(network);
  }

  conflicts(): readonly AttachmentConflict[] {
    return [...this.#networks].flatMap(([network, scope]) =>
      KINDS.flatMap((kind) => [...conflictsOf(kind, network, scope[kind])]),
    );
  }
}

function newNetwork(): Network {
  return {
    source: new AddressIndex(),
    destination: new AddressIndex(),
    everyone: new AddressIndex(),
    proxy: new AddressIndex(),
  };
}

function* conflictsOf(kind: Claim['kind'], network: string, index: AddressIndex): Iterable<AttachmentConflict> {
  for (const [key, claimants] of index.contested()) {
    const [holder, ...others] = [...claimants].sort((one, other) => (isEarlier(one, other) ? -1 : 1));
    const address = declaredAddress(holder, kind, network, key);
    if (holder === undefined || address === undefined) continue;
    yield { kind, network, address, holder: holder.id, refused: others.map(({ id }) => id) };
  }
}

function declaredAddress(
  instance: HeldInstance | undefined,
  kind: Claim['kind'],
  network: string,
  key: AddressKey,
): string | undefined {
  const claims = instance?.claims() ?? [];
  return claims.find((claim) => claim.kind === kind && claim.network === network && claim.key === key)?.address;
}
