import type { ServiceName } from '#protocol/aws';
import type { Action, ActionsOf } from './action.ts';

/** Actions are many files, and few callers use all services: each service is loaded by its first call. */
const LOADERS = {
  cloudtrail: async () => (await import('./cloudtrail/actions.ts')).CLOUDTRAIL_ACTIONS,
  cloudwatch: async () => (await import('./cloudwatch/actions.ts')).CLOUDWATCH_ACTIONS,
  config: async () => (await import('./config/actions.ts')).CONFIG_ACTIONS,
  ec2: async () => (await import('./ec2/actions.ts')).EC2_ACTIONS,
  fis: async () => (await import('./fis/actions.ts')).FIS_ACTIONS,
  guardduty: async () => (await import('./guardduty/actions.ts')).GUARDDUTY_ACTIONS,
  iam: async () => (await import('./iam/actions.ts')).IAM_ACTIONS,
  organizations: async () => (await import('./organizations/actions.ts')).ORGANIZATIONS_ACTIONS,
  sts: async () => (await import('./sts/actions.ts')).STS_ACTIONS,
} satisfies { readonly [Name in ServiceName]?: () => Promise<ActionsOf<Name>> };

/** An action whose input is whatever the schema of its operation lets through. */
export type AnyAction = Action<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

/** The action of an operation; undefined if nobody has written it. */
export async function findAction(service: ServiceName, operation: string): Promise<AnyAction | undefined> {
  if (!(service in LOADERS)) return undefined;
  // The line above is what the compiler does not follow.
  const actions = await LOADERS[service as keyof typeof LOADERS]();
  const named: Readonly<Record<string, unknown>> = actions;
  // `decodeInput` makes inputs of the operation's own type, and the table says which action is that operation's.
  return Object.hasOwn(actions, operation) ? (named[operation] as AnyAction) : undefined;
}
