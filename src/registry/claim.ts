import { parseAddress } from '#model';
import type { AddressKey, Attachment } from '#model';

/** An attachment by address, ready for an index. */
export interface Claim {
  readonly kind: Attachment['kind'];
  readonly network: string;
  readonly key: AddressKey;
  /** The address as declared. */
  readonly address: string;
}

/** The addresses that attachments claim; none where a later release has put something else. */
export function claimsOf(attachments: readonly Attachment[] = []): readonly Claim[] {
  return attachments.flatMap((attachment) => {
    if (attachment.kind !== 'source' && attachment.kind !== 'destination') return [];
    const key = parseAddress(attachment.address);
    return key === undefined ? [] : [{ ...attachment, key }];
  });
}
