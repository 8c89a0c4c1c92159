/** Why a policy document was refused. */
export interface MalformedPolicy {
  /** The error code IAM answers with. */
  readonly code: 'MalformedPolicyDocument' | 'LimitExceeded';
  /** Where in the document, such as `Statement[0].Condition.NumericLessThan`; empty for the whole of it. */
  readonly path: string;
  /** What IAM says. */
  readonly message: string;
  /** What exactly is wrong at `path`, where IAM's own words leave one guessing. */
  readonly detail: string;
}

/** IAM's own words for a refused policy, as its API answers them. */
export const REFUSALS = {
  json: 'This policy contains invalid Json',
  syntax: 'Syntax errors in policy.',
  version: 'Policy document must be version 2012-10-17 or greater.',
  legacy: 'The policy failed legacy parsing',
  sidUnique: 'Statement IDs (SID) in a single policy must be unique.',
  sidCharacters:
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  noActions: 'Policy statement must contain actions.',
  noResources: 'Policy statement must contain resources.',
  vendorMissing: 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  oneColon: 'Actions/Condition can contain only one colon.',
  vendorWildcard: 'Resource vendor must be fully qualified and cannot contain regexes.',
  principalForbidden: 'Policy document should not specify a principal.',
  principalMissing: 'Missing required field Principal',
  notPrincipalForbidden: 'Has prohibited field NotPrincipal',
  resourceForbidden: 'Has prohibited field Resource',
  trustActions: 'AssumeRole policy may only specify STS AssumeRole actions.',
} as const;

/**
 * Collects what is wrong with a document, so that every part can be read whatever became of the others; the first
 * fault is the one reported.
 */
export class Faults {
  readonly #found: MalformedPolicy[] = [];

  /** Notes a fault of grammar. */
  report(path: string, message: string, detail: string): void {
    this.#found.push({ code: 'MalformedPolicyDocument', path, message, detail });
  }

  /** The first fault noted, if any. */
  first(): MalformedPolicy | undefined {
    return this.#found[0];
  }
}
