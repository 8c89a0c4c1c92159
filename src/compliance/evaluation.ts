/** What a rule says of one resource. */
export interface Evaluation {
  /** Such as `AWS::EC2::Instance`. */
  readonly resourceType: string;
  readonly resourceId: string;
  readonly compliance: 'COMPLIANT' | 'NON_COMPLIANT' | 'INSUFFICIENT_DATA';
  /** Why, and what would help; absent where there is nothing to say. At most 256 characters. */
  readonly annotation?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** An evaluation of a resource that complies unless there is a `complaint`. */
export function judged(
  resource: Pick<Evaluation, 'resourceType' | 'resourceId' | 'tags'>,
  complaint: string | undefined,
): Evaluation {
  return complaint === undefined
    ? { ...resource, compliance: 'COMPLIANT' }
    : { ...resource, compliance: 'NON_COMPLIANT', annotation: complaint };
}
