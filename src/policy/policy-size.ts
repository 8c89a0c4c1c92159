/**
 * How many characters a policy may have, white space between tokens not counted (IAM User Guide, "IAM and AWS STS
 * quotas"; Organizations User Guide, "Quotas"). Inline policies of one identity share their limit.
 */
export const POLICY_SIZE_LIMITS = {
  managed: 6_144,
  userInline: 2_048,
  groupInline: 5_120,
  roleInline: 10_240,
  trust: 2_048,
  session: 2_048,
  scp: 5_120,
} as const;

/** The longest text any AWS API takes for a policy (IAM API, `policyDocumentType`), white space included. */
export const LONGEST_DOCUMENT_CHARACTERS = 131_072;

/** The size AWS counts: the characters of `json` without the white space between its tokens. */
export function policySize(json: string): number {
  const outsideStrings = /"(?:[^"\\]|\\.)*"|\s+/gs;
  let blanks = 0;
  for (const [token] of json.matchAll(outsideStrings)) if (!token.startsWith('"')) blanks += token.length;
  return json.length - blanks;
}
