import type { ActionOf } from '../action.ts';
import { authorizeRules } from './security-group/change-rules.ts';
import { groupPermission, invalidGroupReference } from './security-group/find-group.ts';
import { invalidTagSpecifications } from './tag-specifications.ts';

const TAGGABLE: ReadonlySet<string> = new Set(['security-group-rule']);

/** EC2 API Reference, `AuthorizeSecurityGroupIngress`. */
export const authorizeSecurityGroupIngress: ActionOf<'ec2', 'AuthorizeSecurityGroupIngress'> = {
  validate: (input) =>
    invalidGroupReference(input) ?? invalidTagSpecifications(input.TagSpecifications ?? [], TAGGABLE),
  permissions: (input, call) => [groupPermission(call, input)],
  act: (input, call) => authorizeRules(call, input, false),
};
