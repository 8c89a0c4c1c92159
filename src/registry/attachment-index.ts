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
}

/** Who is attached where, network by network. */
export class AttachmentIndex {
  readonly #networks = new Map<string, Network>();

  /** Who has the destination, or else the source. */
  holder(network: string, source: AddressKey, destination: AddressKey): HeldInstance | undefined {
    const scope = this.#networks.get(network);
    return scope?.destination.get(destination) ?? scope?.source.get(source);
  }

  /** Destination addresses as declared: with the zone, which a listener needs and a key does not have. */
  *destinations(network: string): Iterable<string> {
    for (const [key, holder] of this.#networks.get(network)?.destination.held() ?? []) {
      const address = declaredAddress(holder, 'destination', network, key);
      if (address !== undefined) yield address;
    }
  }

  add({ kind, network, key }: Claim, instance: HeldInstance): void {
    let scope = this.#networks.get(network);
    if (scope === undefined) this.#networks.set(network, (scope = newNetwork()));
    scope[kind].claim(key, instance);
  }

  remove({ kind, network, key }: Claim, instance: HeldInstance): void {
    const scope = this.#networks.get(network);
    if (scope === undefined) return;
    scope[kind].release(key, instance);
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
  return { source: new AddressIndex(), destination: new AddressIndex() };
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
