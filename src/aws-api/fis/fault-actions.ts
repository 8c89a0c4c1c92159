import { err, ok } from '#base';
import type { Result } from '#base';
import type { ExperimentAction, Happening } from '#model';

/** What one action of an experiment comes to. */
export interface FaultAction {
  /** What the action calls its targets, and of which type they must be; undefined for one that has none. */
  readonly target: { readonly name: string; readonly resourceType: string } | undefined;
  /** What happens to each target, or what is wrong with the parameters. */
  readonly plan: (parameters: Readonly<Record<string, string>>) => Result<PlannedFault, string>;
}

/** What happens, and how long the action takes. */
interface PlannedFault {
  readonly happening: Happening | undefined;
  readonly durationMs: number;
}

const MINUTE_MS = 60_000;
const NOTICE_MS = 2 * MINUTE_MS;
const SHUTDOWN_MS = 5000;
const INSTANCES = { name: 'Instances', resourceType: 'aws:ec2:instance' } as const;

/** The actions of AWS FIS that are known here (AWS FIS User Guide, "Actions reference"). */
export const FAULT_ACTIONS: Readonly<Record<string, FaultAction>> = {
  'aws:ec2:send-spot-instance-interruptions': {
    target: { name: 'SpotInstances', resourceType: 'aws:ec2:spot-instance' },
    plan: spotInterruptions,
  },
  'aws:ec2:stop-instances': { target: INSTANCES, plan: stopInstances },
  'aws:ec2:terminate-instances': { target: INSTANCES, plan: () => ok(stateChange('terminate', undefined)) },
  'aws:ec2:reboot-instances': { target: INSTANCES, plan: () => ok(stateChange('reboot', undefined)) },
  'aws:fis:wait': { target: undefined, plan: wait },
};

/** The action of an experiment; undefined if it is not known here. */
export function faultAction({ actionId }: Pick<ExperimentAction, 'actionId'>): FaultAction | undefined {
  return Object.hasOwn(FAULT_ACTIONS, actionId) ? FAULT_ACTIONS[actionId] : undefined;
}

/**
 * The recommendation comes at once, and the notice two minutes before the interruption, which is what each instance declares;
 * one that is to hibernate begins to with the notice (EC2 User Guide, "Initiate a Spot Instance interruption").
 */
function spotInterruptions({
  durationBeforeInterruption,
}: Readonly<Record<string, string>>): Result<PlannedFault, string> {
  const beforeMs = isoDuration(durationBeforeInterruption);
  if (beforeMs === undefined || beforeMs < NOTICE_MS || beforeMs > 15 * MINUTE_MS)
    return err('durationBeforeInterruption must be from PT2M to PT15M.');
  const happening: Happening = {
    kind: 'spot-interruption',
    action: undefined,
    rebalanceBeforeMs: beforeMs - NOTICE_MS,
    noticeMs: undefined,
    shutdownMs: SHUTDOWN_MS,
  };
  return ok({ happening, durationMs: beforeMs + SHUTDOWN_MS });
}

function stopInstances({
  startInstancesAfterDuration: text,
}: Readonly<Record<string, string>>): Result<PlannedFault, string> {
  const startAfterMs = isoDuration(text);
  if (text !== undefined && startAfterMs === undefined)
    return err('startInstancesAfterDuration must be an ISO 8601 duration such as PT5M.');
  return ok(stateChange('stop', startAfterMs));
}

function stateChange(change: 'stop' | 'terminate' | 'reboot', startAfterMs: number | undefined): PlannedFault {
  return { happening: { kind: 'state-change', change, startAfterMs }, durationMs: startAfterMs ?? 0 };
}

function wait({ duration }: Readonly<Record<string, string>>): Result<PlannedFault, string> {
  const durationMs = isoDuration(duration);
  return durationMs === undefined
    ? err('duration must be an ISO 8601 duration such as PT5M.')
    : ok({ happening: undefined, durationMs });
}

/** The form FIS takes: hours, minutes and seconds, at most 12 hours. */
function isoDuration(text = ''): number | undefined {
  const [whole, hours = '0', minutes = '0', seconds = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text) ?? [];
  if (whole === undefined || whole === 'PT') return undefined;
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return ms <= 12 * 60 * MINUTE_MS ? ms : undefined;
}
