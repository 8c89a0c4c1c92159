import type { ActionOf } from '../action.ts';
import { authorizeRules } from './security-group/change-rules.ts';
import { groupPermission, invalidGroupReference } from './security-group/find-group.ts';
import { invalidTagSpecifications } from './tag-specifications.ts';

const TAGGABLE: ReadonlySet<string> = new Set(['security-group-rule']);

/** EC2 API Reference, `AuthorizeSecurityGroupEgress`. */
export const authorizeSecurityGroupEgress: ActionOf<'ec2', 'AuthorizeSecurityGroupEgress'> = {
  validate: (input) =>
    invalidGroupReference(input) ?? invalidTagSpecifications(input.TagSpecifications ?? [], TAGGABLE),
  permissions: (input, call) => [groupPermission(call, input)],
  act: (input, call) => authorizeRules(call, input, true),
};
