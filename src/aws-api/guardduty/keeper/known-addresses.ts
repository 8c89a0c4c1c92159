import type { AddressHolder } from '#findings';
import { addressText, completeInstance, parseAddress } from '#model';
import type { Instance, InstanceDeclaration } from '#model';
import type { Inventory } from '../../inventory/inventory.ts';

/** Addresses that are remembered with whose they are. */
const REMEMBERED_MAX = 1024;

/**
 * Whose an address is, as far as somebody declared it: addresses that were made up for an instance are nobody's to call from.
 * Asking is a search through all instances; the answer holds until any of them changes.
 */
export class KnownAddresses {
  readonly #inventory: Inventory;
  readonly #holders = new Map<string, readonly InstanceDeclaration[]>();
  readonly #stop: () => void;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#stop = inventory.watch((changes) => {
      if (changes.some(({ kind }) => kind === 'instance')) this.#holders.clear();
    });
  }

  /** The instance of this id, with everything that was not declared. */
  instance(id: string): Instance | undefined {
    const declaration = this.#inventory.get('instance', id);
    return declaration && completeInstance(declaration);
  }

  /** The other instance that has this address for itself. */
  holder(address: string, besides: Instance | undefined): AddressHolder | undefined {
    const holder = this.#holdersOf(address).find(({ id }) => id !== besides?.id);
    if (holder === undefined) return undefined;
    const { id: instanceId, accountId } = holder;
    return { instanceId, accountId, affiliated: this.#areAffiliated(accountId, besides?.accountId) };
  }

  /** Stops following the instances. */
  close(): void {
    this.#stop();
  }

  #holdersOf(address: string): readonly InstanceDeclaration[] {
    const known = this.#holders.get(address);
    if (known !== undefined) return known;
    const holders = this.#inventory
      .mentioning('instance', `"${address}"`)
      .filter(({ state }) => state !== 'terminated')
      .filter((declaration) => declaredAddresses(declaration).includes(address));
    if (this.#holders.size >= REMEMBERED_MAX) this.#holders.clear();
    this.#holders.set(address, holders);
    return holders;
  }

  /** Accounts of one organization belong together. */
  #areAffiliated(one: string, other: string | undefined): boolean {
    if (one === other) return true;
    return this.#inventory.all('organization').some(({ entity: { accounts } }) => {
      const members = new Set(accounts.map(({ id }) => id));
      return members.has(one) && members.has(other ?? '');
    });
  }
}

function declaredAddresses({ attachments = [], networkInterfaces = [] }: InstanceDeclaration): readonly string[] {
  const attached = attachments.flatMap((attachment) => (attachment.kind === 'source' ? [attachment.address] : []));
  const own = networkInterfaces.flatMap(({ privateIpv4s = [], publicAddresses = [], ipv6s = [] }) => [
    ...privateIpv4s,
    ...publicAddresses.map(({ publicIpv4 }) => publicIpv4),
    ...ipv6s,
  ]);
  return [...attached, ...own].map(usual);
}

function usual(text: string): string {
  const key = parseAddress(text);
  return key === undefined ? text : addressText(key);
}
