import type { Audience, Moment } from '#model';

/** What the credentials room issues, and metadata only names. */
export type Material =
  | 'role-credentials'
  | 'role-credentials-extended'
  | 'instance-identity-credentials'
  | 'iam-info'
  | 'identity-credentials-info'
  | 'signature'
  | 'pkcs7'
  | 'rsa2048';

/** What a path answers. Leaves and listings are both `text`; `overridden` is an item that its instance says otherwise. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'user-data'; readonly base64: string }
  | { readonly kind: 'issued'; readonly material: Material }
  | { readonly kind: 'overridden'; readonly item: OverriddenContent };

/** The bytes of an overridden item, its media type where it is not `text/plain`, and for whom it is where not for everybody. */
export interface OverriddenContent {
  readonly body: { readonly text: string; readonly moment?: Moment } | { readonly base64: string };
  readonly contentType?: string;
  readonly audience?: Audience;
}

/** Names something that the credentials room issues. */
export function issued(material: Material): Content {
  return { kind: 'issued', material };
}
