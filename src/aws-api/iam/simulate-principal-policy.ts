import { err } from '#base';
import type { IamIdentity } from '#model';
import type { ActionOf, Call } from '../action.ts';
import { identityPolicies } from '../authorize/policies-of.ts';
import { noSuchEntity, validationError } from './errors.ts';
import { invalidMaxItems } from './iam-page.ts';
import { invalidSimulation, simulate, simulatedPolicies } from './simulate/simulation.ts';
import type { Simulated } from './simulate/simulation.ts';
import { rolesOf } from './roles.ts';
import { usersOf } from './users.ts';

/** IAM API Reference, `SimulatePrincipalPolicy`: what the policies of a user or role would decide, and others besides. */
export const simulatePrincipalPolicy: ActionOf<'iam', 'SimulatePrincipalPolicy'> = {
  validate: (input) =>
    (/^arn:[\w-]+:iam::\d{12}:(?:user|role)\//.test(input.PolicySourceArn) ? undefined : NOT_AN_IDENTITY) ??
    invalidSimulation(input, input.PolicyInputList) ??
    invalidMaxItems(input),
  permissions: ({ PolicySourceArn }) => [{ resource: PolicySourceArn }],
  act(input, call) {
    const { PolicySourceArn: source, PolicyInputList = [] } = input;
    const identity = [...usersOf(call), ...rolesOf(call)].find(({ arn }) => arn === source);
    if (identity === undefined) return err(noSuchEntity(`The entity ${source}`));
    const own = identityPolicies(call, identity);
    const added = simulatedPolicies(call, input, PolicyInputList);
    const policies = { ...own, ...added, identity: [...(own.identity ?? []), ...(added.identity ?? [])] };
    return simulate(input, { principal: principalOf(identity, input.CallerArn, call), policies });
  },
};

const NOT_AN_IDENTITY = validationError('Invalid Entity Arn: it is that of a user or a role.');

function principalOf(
  { arn, id }: IamIdentity,
  callerArn: string | undefined,
  { accountId }: Call,
): Simulated['principal'] {
  return { kind: 'user', accountId, arn: callerArn ?? arn, id };
}
