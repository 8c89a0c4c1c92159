import type { ServiceName } from '#protocol/aws';
import type { Action, ActionsOf } from './action.ts';
import { EC2_ACTIONS } from './ec2/actions.ts';
import { IAM_ACTIONS } from './iam/actions.ts';
import { STS_ACTIONS } from './sts/actions.ts';

const ACTIONS = {
  ec2: EC2_ACTIONS,
  iam: IAM_ACTIONS,
  sts: STS_ACTIONS,
} satisfies { readonly [Name in ServiceName]?: ActionsOf<Name> };

/** An action whose input is whatever the schema of its operation lets through. */
export type AnyAction = Action<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

const BY_NAME: ReadonlyMap<string, AnyAction> = new Map(
  Object.entries(ACTIONS).flatMap(([service, actions]) =>
    Object.entries(actions).map(([operation, action]): [string, AnyAction] => [
      `${service}:${operation}`,
      // `decodeInput` makes inputs of the operation's own type, and the table says which action is that operation's.
      action as unknown as AnyAction,
    ]),
  ),
);

/** The action of an operation; undefined if nobody has written it. */
export function findAction(service: ServiceName, operation: string): AnyAction | undefined {
  return BY_NAME.get(`${service}:${operation}`);
}
