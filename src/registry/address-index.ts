import type { AddressKey } from '#model';
import { earliest, isEarlier } from './held-instance.ts';
import type { HeldInstance } from './held-instance.ts';

/** Who has which address, in one network. Of several that claim one, the instance created first has it. */
export class AddressIndex {
  readonly #holders = new Map<AddressKey, HeldInstance>();
  readonly #claimants = new Map<AddressKey, Set<HeldInstance>>();

  get size(): number {
    return this.#holders.size;
  }

  get(key: AddressKey): HeldInstance | undefined {
    return this.#holders.get(small(key));
  }

  claim(address: AddressKey, instance: HeldInstance): void {
    const key = small(address);
    const holder = this.#holders.get(key);
    if (holder === instance) return;
    if (holder !== undefined) this.#contest(key, holder).add(instance);
    if (holder === undefined || isEarlier(instance, holder)) this.#holders.set(key, instance);
  }

  release(address: AddressKey, instance: HeldInstance): void {
    const key = small(address);
    const claimants = this.#claimants.get(key);
    claimants?.delete(instance);
    if (claimants?.size === 1) this.#claimants.delete(key);
    if (this.#holders.get(key) !== instance) return;
    const next = claimants === undefined ? undefined : earliest(claimants);
    if (next === undefined) this.#holders.delete(key);
    else this.#holders.set(key, next);
  }

  /** Every address with who has it. */
  *held(): Iterable<readonly [AddressKey, HeldInstance]> {
    for (const [key, holder] of this.#holders) yield [typeof key === 'number' ? key >>> 0 : key, holder];
  }

  /** The addresses that more than one claims, each with all its claimants. */
  *contested(): Iterable<readonly [AddressKey, ReadonlySet<HeldInstance>]> {
    for (const [key, claimants] of this.#claimants) yield [typeof key === 'number' ? key >>> 0 : key, claimants];
  }

  #contest(key: AddressKey, holder: HeldInstance): Set<HeldInstance> {
    let claimants = this.#claimants.get(key);
    if (claimants === undefined) this.#claimants.set(key, (claimants = new Set([holder])));
    return claimants;
  }
}

/** As a signed 32-bit number an IPv4 key fits a machine word, where the upper half of the unsigned ones would be boxed. */
function small(key: AddressKey): AddressKey {
  return typeof key === 'number' ? key | 0 : key;
}
