import type { ApiError, fis } from '#protocol/aws';
import { invalid } from './errors.ts';
import { faultAction, FAULT_ACTIONS } from './fault-actions.ts';
import { startOrder } from './start-order.ts';

const TARGETS_MAX = 20;
const ACTIONS_MAX = 20;

/** What is wrong with a template beyond its types. */
export function invalidTemplate(input: fis.CreateExperimentTemplateRequest): ApiError | undefined {
  const { description, targets = {}, actions, stopConditions } = input;
  if (description.length > 512) return invalid('The description has more than 512 characters.');
  if (Object.keys(targets).length > TARGETS_MAX) return invalid(`A template has at most ${TARGETS_MAX} targets.`);
  const count = Object.keys(actions).length;
  if (count === 0 || count > ACTIONS_MAX) return invalid(`A template has from 1 to ${ACTIONS_MAX} actions.`);
  if (stopConditions.some(({ source }) => source !== 'none'))
    return invalid('The only stop condition here is one with the source "none": there are no alarms to stop by.');
  const complaints = [
    ...Object.entries(targets).map(([name, target]) => invalidTarget(name, target)),
    ...Object.entries(actions).map(([name, action]) => invalidAction(name, action, input)),
  ];
  const complaint = complaints.find((each) => each !== undefined);
  if (complaint !== undefined) return invalid(complaint);
  return startOrder(actions) === undefined ? invalid('Actions start after each other in a circle.') : undefined;
}

const TYPES: ReadonlySet<string> = new Set(
  Object.values(FAULT_ACTIONS).flatMap(({ target }) => (target === undefined ? [] : [target.resourceType])),
);
const FILTER_PATHS: ReadonlySet<string> = new Set(['State.Name', 'Placement.AvailabilityZone', 'InstanceType']);

function invalidTarget(name: string, target: fis.CreateExperimentTemplateTargetInput): string | undefined {
  const { resourceType, resourceArns = [], resourceTags = {}, filters = [], selectionMode } = target;
  if (!TYPES.has(resourceType)) return `Target ${name}: the resource type ${resourceType} is not supported here.`;
  const byArn = resourceArns.length > 0;
  if (byArn === Object.keys(resourceTags).length > 0)
    return `Target ${name}: expected either resourceArns or resourceTags.`;
  if (!/^(?:ALL|COUNT\([1-9]\d{0,4}\)|PERCENT\((?:[1-9]\d?|100)\))$/.test(selectionMode))
    return `Target ${name}: the selection mode must be ALL, COUNT(n) or PERCENT(n).`;
  const path = filters.find((filter) => !FILTER_PATHS.has(filter.path))?.path;
  return path === undefined ? undefined : `Target ${name}: filters on ${path} are not supported here.`;
}

function invalidAction(
  name: string,
  action: fis.CreateExperimentTemplateActionInput,
  { targets = {}, actions }: fis.CreateExperimentTemplateRequest,
): string | undefined {
  const known = faultAction(action);
  if (known === undefined) return `Action ${name}: ${action.actionId} is not supported here.`;
  const planned = known.plan(action.parameters ?? {});
  if (!planned.ok) return `Action ${name}: ${planned.error}`;
  const unknown = (action.startAfter ?? []).find((before) => !Object.hasOwn(actions, before));
  if (unknown !== undefined) return `Action ${name}: there is no action ${unknown} to start after.`;
  if (known.target === undefined) return undefined;
  const used = action.targets?.[known.target.name];
  if (used === undefined || !Object.hasOwn(targets, used))
    return `Action ${name}: expected the name of a target under ${known.target.name}.`;
  return targets[used]?.resourceType === known.target.resourceType
    ? undefined
    : `Action ${name}: its target must be of the type ${known.target.resourceType}.`;
}
