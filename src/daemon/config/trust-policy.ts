import type { PolicyDocument } from './configuration.ts';

/** The trust policy that `trust: ec2` stands for. */
export const EC2_TRUST_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
