import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { Experiment, PlannedAction } from '#model';
import type { ApiError, fis } from '#protocol/aws';
import type { Call } from '../action.ts';
import { notFound } from './errors.ts';

/** The experiment of this id, if the call's account has it in the call's Region. */
export function findExperiment(call: Call, id: string): Result<Experiment, ApiError> {
  const experiment = call.inventory.get('experiment', id);
  const isOwn = experiment?.accountId === call.accountId && experiment.region === call.region;
  return isOwn ? ok(experiment) : err(notFound('Experiment', id));
}

/** Where an experiment has got to. */
export function experimentState(experiment: Experiment, nowMs: number): fis.ExperimentState {
  const { failure, stoppedAtMs } = experiment;
  if (failure !== undefined) return { status: 'failed', reason: failure };
  if (stoppedAtMs !== undefined) return { status: 'stopped', reason: 'Experiment halted by user.' };
  return nowMs >= endOf(experiment)
    ? { status: 'completed', reason: 'Experiment completed.' }
    : { status: 'running', reason: 'Experiment is running.' };
}

/** When the last of its actions is over, in milliseconds since the epoch. */
function endOf({ planned, startedAtMs }: Experiment): number {
  return Math.max(startedAtMs, ...Object.values(planned).map(({ endMs }) => endMs));
}

/** An experiment as FIS shows it. */
export function experimentView(experiment: Experiment, nowMs: number): fis.Experiment {
  const { id, accountId, region, template, tags, startedAtMs, planned, stoppedAtMs } = experiment;
  const state = experimentState(experiment, nowMs);
  const endMs = stoppedAtMs ?? endOf(experiment);
  const actions = Object.entries(template.actions).map(([name, action]) => {
    const plan = planned[name];
    return [name, { ...action, ...(plan === undefined ? CANCELLED : progress(plan, experiment, nowMs)) }] as const;
  });
  return {
    id,
    arn: arn(region, 'fis', region, accountId, `experiment/${id}`),
    experimentTemplateId: template.id,
    roleArn: template.roleArn,
    state,
    targets: template.targets,
    actions: Object.fromEntries(actions),
    stopConditions: template.stopConditions,
    creationTime: new Date(startedAtMs),
    startTime: new Date(startedAtMs),
    ...(state.status === 'running' ? {} : { endTime: new Date(endMs) }),
    tags,
    experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
    targetAccountConfigurationsCount: 0,
  };
}

const CANCELLED: Pick<fis.ExperimentAction, 'state'> = {
  state: { status: 'cancelled', reason: 'Action was cancelled before it began.' },
};

function progress(
  { startMs, endMs }: PlannedAction,
  { stoppedAtMs = Infinity }: Experiment,
  nowMs: number,
): Pick<fis.ExperimentAction, 'state' | 'startTime' | 'endTime'> {
  const untilMs = Math.min(nowMs, stoppedAtMs);
  if (untilMs < startMs) return stoppedAtMs === Infinity ? PENDING : CANCELLED;
  const startTime = new Date(startMs);
  if (untilMs >= endMs)
    return { startTime, endTime: new Date(endMs), state: { status: 'completed', reason: 'Action was completed.' } };
  if (stoppedAtMs === Infinity) return { startTime, state: { status: 'running', reason: 'Action is running.' } };
  return { startTime, endTime: new Date(stoppedAtMs), state: { status: 'stopped', reason: 'Action was stopped.' } };
}

const PENDING: Pick<fis.ExperimentAction, 'state'> = {
  state: { status: 'pending', reason: 'Initial state' },
};
