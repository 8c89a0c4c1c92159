import type { AlarmComparison, AlarmState, MissingData } from '#model';

/** How an alarm decides. */
export interface AlarmRule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number | undefined;
  readonly threshold: number;
  readonly comparison: AlarmComparison;
  readonly treatMissingData: MissingData;
}

/** One period of an alarm's metric. */
export interface AlarmPoint {
  readonly startMs: number;
  /** Undefined: there is no data. */
  readonly value: number | undefined;
}

/** What the periods come to. `undefined`: the alarm stays as it is. */
export interface Verdict {
  readonly state: AlarmState | undefined;
  /** The points that were looked at, oldest first. */
  readonly considered: readonly (AlarmPoint & { readonly value: number })[];
  /** Of those, how many are beyond the threshold. */
  readonly breaching: number;
}

/** Periods looked at beyond those that decide, for data that is missing among them. */
export const FURTHER_PERIODS = 2;

/**
 * Decides the state of an alarm from its periods, oldest first (CloudWatch User Guide, "Configuring how CloudWatch alarms
 * treat missing data"): with data enough, the latest data decides, however old within what is looked at; with less, what is
 * missing counts as the alarm says.
 */
export function evaluateAlarm(rule: AlarmRule, points: readonly AlarmPoint[]): Verdict {
  const present = points.flatMap(({ startMs, value }) => (value === undefined ? [] : [{ startMs, value }]));
  const considered = present.slice(-rule.evaluationPeriods);
  const breaching = considered.filter(({ value }) => breaches(rule, value)).length;
  return { state: decide(rule, considered.length, breaching), considered, breaching };
}

function decide(rule: AlarmRule, present: number, breaching: number): AlarmState | undefined {
  const { evaluationPeriods, datapointsToAlarm: needed = evaluationPeriods, treatMissingData } = rule;
  if (breaching >= needed) return 'ALARM';
  const missing = evaluationPeriods - present;
  if (missing === 0) return 'OK';
  switch (treatMissingData) {
    case 'breaching':
      return breaching + missing >= needed ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'missing':
      if (present === 0) return 'INSUFFICIENT_DATA';
      return breaching >= Math.min(needed, present) ? 'ALARM' : 'OK';
    case 'ignore':
      return present === 0 || breaching >= Math.min(needed, present) ? undefined : 'OK';
  }
}

function breaches({ comparison, threshold }: AlarmRule, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
    case 'LessThanThreshold':
      return value < threshold;
  }
}
