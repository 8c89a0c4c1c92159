import type { AddressKey } from '#model';
import { AddressIndex } from './address-index.ts';
import type { Claim } from './claim.ts';
import { isEarlier } from './held-instance.ts';
import type { HeldInstance } from './held-instance.ts';

/** An address that several instances claim within one network. */
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

interface Network {
  readonly source: AddressIndex;
  readonly destination: AddressIndex;
  /** Destination addresses as declared: with the zone, which a listener needs and a key does not have. */
  readonly destinations: Map<AddressKey, string>;
}

/** Who is attached where, network by network. */
export class AttachmentIndex {
  readonly #networks = new Map<string, Network>();

  /** Who has the destination, or else the source. */
  holder(network: string, source: AddressKey, destination: AddressKey): HeldInstance | undefined {
    const scope = this.#networks.get(network);
    return scope?.destination.get(destination) ?? scope?.source.get(source);
  }

  destinations(network: string): Iterable<string> {
    return this.#networks.get(network)?.destinations.values() ?? [];
  }

  add({ kind, network, key, address }: Claim, instance: HeldInstance): void {
    let scope = this.#networks.get(network);
    if (scope === undefined) this.#networks.set(network, (scope = newNetwork()));
    scope[kind].claim(key, instance);
    if (kind === 'destination' && scope.destination.get(key) === instance) scope.destinations.set(key, address);
  }

  remove({ kind, network, key }: Claim, instance: HeldInstance): void {
    const scope = this.#networks.get(network);
    if (scope === undefined) return;
    scope[kind].release(key, instance);
    if (kind === 'destination') renewDestination(scope, network, key);
    if (scope.source.size + scope.destination.size === 0) this.#networks.delete(network);
  }

  conflicts(): readonly AttachmentConflict[] {
    return [...this.#networks].flatMap(([network, scope]) => [
      ...conflictsOf('source', network, scope.source),
      ...conflictsOf('destination', network, scope.destination),
    ]);
  }
}

function newNetwork(): Network {
  return { source: new AddressIndex(), destination: new AddressIndex(), destinations: new Map() };
}

function renewDestination(scope: Network, network: string, key: AddressKey): void {
  const address = declaredAddress(scope.destination.get(key), 'destination', network, key);
  if (address === undefined) scope.destinations.delete(key);
  else scope.destinations.set(key, address);
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
