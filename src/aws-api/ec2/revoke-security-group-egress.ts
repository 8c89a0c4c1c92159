import type { ActionOf } from '../action.ts';
import { revokeRules } from './security-group/change-rules.ts';
import { groupPermission, invalidGroupReference } from './security-group/find-group.ts';

/** EC2 API Reference, `RevokeSecurityGroupEgress`. */
export const revokeSecurityGroupEgress: ActionOf<'ec2', 'RevokeSecurityGroupEgress'> = {
  validate: invalidGroupReference,
  permissions: (input, call) => [groupPermission(call, input)],
  act: (input, call) => revokeRules(call, input, true),
};
