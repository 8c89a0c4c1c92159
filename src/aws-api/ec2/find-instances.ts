import { err, ok } from '#base';
import type { Result } from '#base';
import { parseInstanceId } from '#model';
import type { InstanceDeclaration } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Held } from '../inventory/inventory.ts';
import { isGone } from '../inventory/keep-terminated.ts';
import { ec2Error, instancesNotFound } from './errors.ts';
import { idsWithMaxResults, invalidMaxResults } from './max-results.ts';
import type { Paged } from './max-results.ts';

/** An instance and where it stands in the registry. */
export type HeldInstance = Held<InstanceDeclaration>;

/** Every instance of the call's account and Region, in the order of their making. */
export function visibleInstances(call: Call): readonly HeldInstance[] {
  return call.inventory.all('instance').filter((held) => isHere(held, call));
}

/** The instance of this id; undefined if there is none in the call's account and Region. */
export function findInstance(call: Call, id: string): HeldInstance | undefined {
  const held = call.inventory.held('instance', id);
  return held !== undefined && isHere(held, call) ? held : undefined;
}

/** The instances of these ids, each once; the error names all that do not exist. */
export function findInstances(call: Call, ids: readonly string[]): Result<readonly HeldInstance[], ApiError> {
  const distinct = [...new Set(ids)];
  const found = distinct.flatMap((id) => findInstance(call, id) ?? []);
  if (found.length === distinct.length) return ok(found);
  return err(instancesNotFound(distinct.filter((id) => findInstance(call, id) === undefined)));
}

/** The instances that a call names; every one if it names none. */
export function askedInstances(
  call: Call,
  ids: readonly string[] | undefined = [],
): Result<readonly HeldInstance[], ApiError> {
  return ids.length === 0 ? ok(visibleInstances(call)) : findInstances(call, ids);
}

/** Whether the call's account and Region has this instance, and has had it less than an hour after its end. */
export function isVisible(instance: InstanceDeclaration, { accountId, region, nowMs }: Call): boolean {
  return instance.accountId === accountId && instance.region === region && !isGone(instance, nowMs);
}

/** The same, said of most without reading them. */
function isHere(held: HeldInstance, call: Call): boolean {
  const { accountId, region, isTerminated } = held.outline;
  if (accountId !== call.accountId || region !== call.region) return false;
  return !isTerminated || isVisible(held.entity, call);
}

/** What is wrong with asking for a list of instances: by ids or by the page, never both. */
export function invalidInstanceList(
  input: Paged & { readonly InstanceIds?: readonly string[] | undefined },
): ApiError | undefined {
  const { InstanceIds = [] } = input;
  return (
    idsWithMaxResults('instancesSet', InstanceIds, input) ??
    malformedInstanceId(InstanceIds) ??
    invalidMaxResults(input)
  );
}

/** What is wrong with the spelling of instance ids. */
export function malformedInstanceId(ids: readonly string[]): ApiError | undefined {
  const malformed = ids.find((id) => !parseInstanceId(id).ok);
  return malformed === undefined
    ? undefined
    : ec2Error('InvalidInstanceID.Malformed', `Invalid id: "${malformed.slice(0, 100)}"`);
}
