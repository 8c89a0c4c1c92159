import type { Call } from '../action.ts';

/** The ARN of whoever calls, as EC2 shows it in `CreatedBy`; empty for those who have none. */
export function callerArn({ caller: { principal } }: Call): string {
  return 'arn' in principal ? principal.arn : '';
}
