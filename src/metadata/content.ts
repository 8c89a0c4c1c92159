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

/** What a path answers. Leaves and listings are both `text`. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'user-data'; readonly base64: string }
  | { readonly kind: 'issued'; readonly material: Material };

/** Names something that the credentials room issues. */
export function issued(material: Material): Content {
  return { kind: 'issued', material };
}
