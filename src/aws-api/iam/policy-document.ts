import { parsePolicyDocument } from '#policy';
import type { DocumentDemands, PolicyKind } from '#policy';
import type { ApiError } from '#protocol/aws';

/** What is wrong with a policy document, in IAM's words and with the place where they leave one guessing. */
export function malformedPolicy(text: string, kind: PolicyKind, demands: DocumentDemands = {}): ApiError | undefined {
  const parsed = parsePolicyDocument(text, kind, demands);
  if (parsed.ok) return undefined;
  const { code, message, path, detail } = parsed.error;
  const place = path === '' ? detail : `${path}: ${detail}`;
  return { code, message: place === '' ? message : `${message} (${place})` };
}

/** A document as IAM returns it: URL-encoded as RFC 3986 has it (IAM API Reference, `GetRolePolicy`). */
export function encodedDocument(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
