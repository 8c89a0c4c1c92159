import type { Report } from '#document';
import { claimsOf } from '#registry';
import type { Claim } from '#registry';
import type { InstanceConfiguration } from './configuration.ts';

/** Sees every instance once and reports what two of them cannot share: an id, an attached address in one network. */
export class Uniqueness {
  readonly #holders = new Map<string, number>();

  /** `position` is the instance's place in the file, for the messages about later ones. */
  see(instance: InstanceConfiguration, position: number, report: Report): void {
    const idHolder = this.#take(instance.id, position);
    if (idHolder !== undefined) report(['id'], `instances[${idHolder}] has the same id, ${instance.id}`);
    for (const [index, attachment] of (instance.attachments ?? []).entries()) {
      for (const claim of claimsOf(instance.id, [attachment])) {
        const holder = this.#take(`${claim.kind} ${claim.key} ${claim.network}`, position);
        const who = holder === position ? 'this instance' : `instances[${holder}]`;
        if (holder !== undefined) report(['attach', index, attachment.kind], `${who} ${claimText(claim)} already`);
      }
    }
  }

  /** The position that took `key` before, if one did. */
  #take(key: string, position: number): number | undefined {
    const holder = this.#holders.get(key);
    if (holder === undefined) this.#holders.set(key, position);
    return holder;
  }
}

function claimText({ kind, address, network, listener }: Claim): string {
  if (kind === 'proxy') return `is attached to the proxies of network "${network}"`;
  if (kind === 'everyone') return `is attached to ${network.slice(1)}`;
  if (listener !== undefined) return `is attached to ${address} on ${network.slice(1)}`;
  return `is attached to ${kind} ${address} in network "${network}"`;
}
