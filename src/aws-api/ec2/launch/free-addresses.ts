import type { Call } from '../../action.ts';
import { addressesIn, isInUse } from './subnet.ts';

/** Up to how many instances it is cheaper to look for each address than to read everybody's. */
const FEW = 8;

/** Which private addresses a launch can still give. */
export class FreeAddresses {
  readonly #call: Call;
  readonly #isForFew: boolean;
  readonly #given = new Set<string>();
  readonly #bySubnet = new Map<string, ReadonlySet<string>>();

  /** For a launch of `count` instances. */
  constructor(call: Call, count: number) {
    this.#call = call;
    this.#isForFew = count <= FEW;
  }

  /** Whether somebody in the subnet has the address, or has been given it. */
  isTaken(subnetId: string, address: string): boolean {
    if (this.#given.has(`${subnetId}/${address}`)) return true;
    return this.#isForFew ? isInUse(this.#call, address, subnetId) : this.#addresses(subnetId).has(address);
  }

  /** Gives an address away. */
  take(subnetId: string, address: string): void {
    this.#given.add(`${subnetId}/${address}`);
  }

  #addresses(subnetId: string): ReadonlySet<string> {
    const known = this.#bySubnet.get(subnetId) ?? addressesIn(this.#call, subnetId);
    this.#bySubnet.set(subnetId, known);
    return known;
  }
}
