import type { OrganizationPolicy } from '#model';

/** The policy that AWS attaches to whatever comes into being, so that nothing is denied at first. */
export const FULL_AWS_ACCESS: OrganizationPolicy = {
  id: 'p-FullAWSAccess',
  organizationId: 'aws',
  arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  type: 'SERVICE_CONTROL_POLICY',
  awsManaged: true,
  document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  tags: {},
};
