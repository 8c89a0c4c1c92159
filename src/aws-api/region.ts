const REGION = /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/;

/** The Region that a call is made in: the one it was signed for, or `byDefault` if it says none that could be one. */
export function callRegion(signedFor: string, byDefault: string): string {
  return REGION.test(signedFor) ? signedFor : byDefault;
}
