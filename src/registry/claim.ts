import { contextIdKey, dedicatedListener, dedicatedNetwork, parseAddress } from '#model';
import type { AddressKey, Attachment, DedicatedListener } from '#model';

/** An attachment, ready for an index. */
export interface Claim {
  /** What the caller is recognised by within the network; `everyone`: by being there. */
  readonly kind: 'source' | 'destination' | 'everyone' | 'proxy';
  readonly network: string;
  readonly key: AddressKey;
  /** What is claimed, as declared; the network where that is all of it. */
  readonly address: string;
  /** What has to listen for it besides the listeners of its network. */
  readonly listener?: DedicatedListener;
}

/** There is one claim to a whole network. */
export const EVERYONE: AddressKey = 0;

/** What the attachments of the instance `id` claim; nothing where a later release has put something else. */
export function claimsOf(id: string, attachments: readonly Attachment[] = []): readonly Claim[] {
  return attachments.flatMap((attachment) => claimOf(id, attachment) ?? []);
}

function claimOf(id: string, attachment: Attachment): Claim | undefined {
  switch (attachment.kind) {
    case 'source':
    case 'destination':
      return byAddress(attachment.kind, attachment.address, attachment.network);
    case 'proxy':
      return { kind: 'proxy', network: attachment.network, key: id, address: id };
    default: {
      const listener = dedicatedListener(attachment);
      return listener && onListener(attachment, listener);
    }
  }
}

function byAddress(kind: 'source' | 'destination', address: string, network: string): Claim | undefined {
  const key = parseAddress(address);
  return key === undefined ? undefined : { kind, network, key, address };
}

function onListener(attachment: Attachment, listener: DedicatedListener): Claim | undefined {
  const network = dedicatedNetwork(listener);
  if (attachment.kind === 'vsock') {
    const { cid } = attachment;
    return { kind: 'source', network, key: contextIdKey(cid), address: `context id ${cid}`, listener };
  }
  if (attachment.kind !== 'interface' || attachment.address === undefined)
    return { kind: 'everyone', network, key: EVERYONE, address: network, listener };
  const claim = byAddress('source', attachment.address, network);
  return claim && { ...claim, listener };
}
