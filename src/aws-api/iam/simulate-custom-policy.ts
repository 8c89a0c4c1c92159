import { arn } from '#model';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems } from './iam-page.ts';
import { invalidSimulation, simulate, simulatedPolicies } from './simulate/simulation.ts';
import type { Simulated } from './simulate/simulation.ts';

/** IAM API Reference, `SimulateCustomPolicy`: what policies would decide if somebody had them. */
export const simulateCustomPolicy: ActionOf<'iam', 'SimulateCustomPolicy'> = {
  validate: (input) => invalidSimulation(input, input.PolicyInputList) ?? invalidMaxItems(input),
  act(input, call) {
    const { accountId, region } = call;
    const callerArn = input.CallerArn ?? arn(region, 'iam', '', accountId, 'user/simulated');
    const principal: Simulated['principal'] = { kind: 'user', accountId, arn: callerArn, id: callerArn };
    return simulate(input, { principal, policies: simulatedPolicies(call, input, input.PolicyInputList) });
  },
};
