import { decide } from '#policy';
import type { AuthorizationRequest, Decision } from '#policy';
import { conditionContext } from './condition-context.ts';
import type { CallCircumstances } from './condition-context.ts';
import type { Permission } from './permission.ts';
import { policiesOf } from './policies-of.ts';
import type { PolicyShelf } from './policy-shelf.ts';

/** A decision that refuses, with the question it answers. */
export interface Denial {
  readonly decision: Decision;
  readonly request: AuthorizationRequest;
}

/** Asks for every permission a call needs; the first that is refused is the answer, `undefined` if none is. */
export function firstDenial(
  circumstances: CallCircumstances & { readonly shelf: PolicyShelf },
  action: string,
  permissions: readonly Permission[],
): Denial | undefined {
  const policies = policiesOf(circumstances, circumstances.caller);
  for (const permission of permissions) {
    const request: AuthorizationRequest = {
      principal: circumstances.caller.principal,
      action: permission.action ?? action,
      resource: permission.resource,
      context: conditionContext(circumstances, permission),
    };
    const { resourcePolicy: resource } = permission;
    const decision = decide(request, resource === undefined ? policies : { ...policies, resource });
    if (decision.effect === 'deny') return { decision, request };
  }
  return undefined;
}
