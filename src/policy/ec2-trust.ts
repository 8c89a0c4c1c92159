import type { CompiledPolicy } from './compile-policy.ts';
import { requestContext } from './condition.ts';
import { CONDITION_KEYS } from './context-keys.ts';
import { decide } from './decide.ts';

/** The role EC2 would assume, and for which instance. */
export interface Ec2Assumption {
  readonly roleArn: string;
  /** The account of the instance. */
  readonly accountId: string;
  /** ARN of the instance. */
  readonly instanceArn: string;
}

/**
 * Whether a role's trust policy lets EC2 assume it on behalf of an instance (IAM User Guide, "Using an IAM role to grant
 * permissions to applications running on Amazon EC2 instances").
 */
export function letsEc2Assume(trust: CompiledPolicy, { roleArn, accountId, instanceArn }: Ec2Assumption): boolean {
  const inChina = roleArn.startsWith('arn:aws-cn:');
  const services = inChina ? ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] : ['ec2.amazonaws.com'];
  const context = requestContext([
    [CONDITION_KEYS.principalIsAwsService, 'true'],
    [CONDITION_KEYS.sourceAccount, accountId],
    [CONDITION_KEYS.sourceArn, instanceArn],
  ]);
  return services.some((service) => {
    const principal = { kind: 'service', service } as const;
    const request = { principal, action: 'sts:AssumeRole', resource: roleArn, context };
    return decide(request, { resource: { kind: 'trust', policy: trust } }).effect === 'allow';
  });
}
