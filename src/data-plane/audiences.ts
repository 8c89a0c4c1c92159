import type { AddressKey, Audience } from '#model';

/** How many audiences are remembered; those after that have no room for anybody. */
const AUDIENCES_MAX = 4096;

/** Who has been among the first to ask for items that are for so many callers only. Remembered while the process lives. */
export class Audiences {
  readonly #seen = new Map<string, Set<AddressKey>>();

  /** Whether `peer` is one of the first, which it may become by asking. */
  admit(instanceId: string, { name, size }: Audience, peer: AddressKey): boolean {
    const seen = this.#of(`${instanceId} ${name}`);
    if (seen?.has(peer) === true) return true;
    if (seen === undefined || seen.size >= size) return false;
    seen.add(peer);
    return true;
  }

  #of(key: string): Set<AddressKey> | undefined {
    const known = this.#seen.get(key);
    if (known !== undefined || this.#seen.size >= AUDIENCES_MAX) return known;
    const seen = new Set<AddressKey>();
    this.#seen.set(key, seen);
    return seen;
  }
}
