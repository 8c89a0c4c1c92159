import { err, ok } from '#base';
import type { Result } from '#base';
import type { InstanceDeclaration, Launch, LaunchPlan } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { regionalDocumentId } from '../../inventory/entities.ts';
import { isRemembered } from '../../inventory/keep-launches.ts';
import { TOKEN_MISMATCH } from '../client-token.ts';
import { ec2Error } from '../errors.ts';
import { findInstance } from '../find-instances.ts';
import type { HeldInstance } from '../find-instances.ts';
import { requestDigest } from '../request-digest.ts';
import { planLaunch } from './plan-launch.ts';

/** What came of a launch. */
export interface Launched {
  readonly instances: readonly HeldInstance[];
  /** False if the same launch had been asked for before. */
  readonly isNew: boolean;
}

/**
 * Launches instances, all or none. With a client token the same launch is done once, however often and from however many
 * sides it is asked for: its one document has the ids of the instances before there are any (EC2 User Guide, "Ensuring
 * idempotency").
 */
export async function launchInstances(input: ec2.RunInstancesRequest, call: Call): Promise<Result<Launched, ApiError>> {
  const { ClientToken: token } = input;
  if (token === undefined || token === '') {
    const plan = planLaunch(input, call);
    if (!plan.ok) return plan;
    const made = await makeInstances(call, plan.value);
    return made.ok ? launched(call, idsOf(plan.value), true) : made;
  }
  const kept = await keepLaunch(input, token, call);
  if (!kept.ok) return kept;
  const { launch, isNew } = kept.value;
  const made = await finishLaunch(call, launch);
  return made.ok ? launched(call, launch.instanceIds, isNew) : made;
}

async function keepLaunch(
  input: ec2.RunInstancesRequest,
  clientToken: string,
  call: Call,
): Promise<Result<{ readonly launch: Launch; readonly isNew: boolean }, ApiError>> {
  const { accountId, region, nowMs } = call;
  const digest = requestDigest(call, input);
  const id = regionalDocumentId(accountId, region, clientToken);
  const changed = await call.inventory.change('launch', id, (present) => {
    if (present !== undefined && isRemembered(present, nowMs)) {
      return present.digest === digest ? ok(present) : err(TOKEN_MISMATCH);
    }
    const plan = planLaunch(input, call);
    if (!plan.ok) return plan;
    const instanceIds = idsOf(plan.value);
    return ok({ accountId, region, clientToken, digest, launchedAtMs: nowMs, instanceIds, plan: plan.value });
  });
  if (!changed.ok) return changed;
  const { entity: launch, previous } = changed.value;
  if (launch === undefined) throw new Error('a launch is never deleted by being asked for');
  return ok({ launch, isNew: launch !== previous });
}

async function finishLaunch(call: Call, launch: Launch): Promise<Result<unknown, ApiError>> {
  if (launch.plan === undefined) return ok(undefined);
  const made = await makeInstances(call, launch.plan);
  if (!made.ok) return made;
  const id = regionalDocumentId(launch.accountId, launch.region, launch.clientToken);
  return call.inventory.change('launch', id, (present) => {
    if (present?.plan === undefined) return ok(present);
    const { plan: _, ...done } = present;
    return ok(done);
  });
}

async function makeInstances(call: Call, { alike, instances }: LaunchPlan): Promise<Result<unknown, ApiError>> {
  const made = await Promise.all(
    instances.map((apart, amiLaunchIndex) => {
      const instance: InstanceDeclaration = { ...alike, ...apart, amiLaunchIndex };
      return call.inventory.change('instance', apart.id, (present) => ok(present ?? instance));
    }),
  );
  return made.find((each) => !each.ok) ?? ok(undefined);
}

function launched(call: Call, ids: readonly string[], isNew: boolean): Result<Launched, ApiError> {
  const instances = ids.flatMap((id) => findInstance(call, id) ?? []);
  const over = instances.every(({ entity }) => entity.state === 'terminated');
  return over && !isNew ? err(TERMINATED_SINCE) : ok({ instances, isNew });
}

const TERMINATED_SINCE = ec2Error(
  'IdempotentInstanceTerminated',
  'The request to launch an instance uses the same client token as a previous request for which the instance has been terminated.',
);

function idsOf({ instances }: LaunchPlan): Launch['instanceIds'] {
  return instances.map(({ id }) => id);
}
