/** How a caller is recognised as an instance. Addresses are unique within a `network`. */
export type Attachment =
  | { readonly kind: 'source'; readonly address: string; readonly network: string }
  | { readonly kind: 'destination'; readonly address: string; readonly network: string };

/** The network of listeners and attachments that name none. */
export const DEFAULT_NETWORK = 'default';
