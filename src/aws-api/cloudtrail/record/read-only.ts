/** How the names of operations begin that change nothing. */
const READING = /^(?:BatchGet|Decode|Describe|Get|List|Lookup|Search|Simulate)/;
/** Those that give credentials count as reading, too: they change nothing that is kept. */
const GIVING = new Set(['AssumeRole', 'AssumeRoleWithWebIdentity', 'GetSessionToken']);

/** Whether a call changed nothing, as CloudTrail's `readOnly` says. */
export function isReadOnly(operation: string): boolean {
  return READING.test(operation) || GIVING.has(operation);
}

/** Whether a record has the response: CloudTrail leaves out that of a call that only reads, unless credentials were given. */
export function hasResponse(operation: string): boolean {
  return !READING.test(operation) || GIVING.has(operation);
}
