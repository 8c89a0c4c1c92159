import { parseAddress } from '#model';
import type { Attachment } from '#model';
import type { InstanceConfiguration } from './configuration.ts';
import type { Report } from './problem.ts';

/** Sees every instance once and reports what two of them cannot share: an id, an attached address in one network. */
export class Uniqueness {
  readonly #holders = new Map<string, number>();

  /** `position` is the instance's place in the file, for the messages about later ones. */
  see(instance: InstanceConfiguration, position: number, report: Report): void {
    const idHolder = this.#take(instance.id, position);
    if (idHolder !== undefined) report(['id'], `instances[${idHolder}] has the same id, ${instance.id}`);
    for (const [index, attachment] of (instance.attachments ?? []).entries()) {
      const holder = this.#take(keyOf(attachment), position);
      const { kind, address, network } = attachment;
      const who = holder === position ? 'this instance' : `instances[${holder}]`;
      if (holder !== undefined)
        report(['attach', index, kind], `${who} is attached to ${kind} ${address} in network "${network}" already`);
    }
  }

  /** The position that took `key` before, if one did. */
  #take(key: string, position: number): number | undefined {
    const holder = this.#holders.get(key);
    if (holder === undefined) this.#holders.set(key, position);
    return holder;
  }
}

/** One address may be written in many ways; its key is one. */
function keyOf({ kind, address, network }: Attachment): string {
  return `${kind} ${parseAddress(address) ?? address} ${network}`;
}
