import { evaluate } from '#compliance';
import type { Estate, Evaluation } from '#compliance';
import type { ConfigRule } from '#model';
import type { config } from '#protocol/aws';

/** Resources that are counted at most (AWS Config API Reference, `ComplianceContributorCount`). */
const COUNT_CAP = 25;

/** A rule with what it says of each resource. */
export interface EvaluatedRule {
  readonly rule: ConfigRule;
  readonly evaluations: readonly Evaluation[];
}

/** Evaluates rules now: nothing is kept, so that what is told is how things stand. */
export function evaluated(rules: readonly ConfigRule[], estate: Estate): readonly EvaluatedRule[] {
  return rules.map((rule) => ({ rule, evaluations: evaluate(rule, estate) }));
}

/** What several evaluations, of one rule or of one resource, come to. */
export function complianceOf(evaluations: readonly Pick<Evaluation, 'compliance'>[]): config.Compliance {
  const failing = evaluations.filter(({ compliance }) => compliance === 'NON_COMPLIANT').length;
  if (failing > 0) return { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: contributorCount(failing) };
  const isAnyKnown = evaluations.some(({ compliance }) => compliance === 'COMPLIANT');
  return { ComplianceType: isAnyKnown ? 'COMPLIANT' : 'INSUFFICIENT_DATA' };
}

/** A number of resources, as far as Config counts. */
export function contributorCount(count: number, cap = COUNT_CAP): config.ComplianceContributorCount {
  return { CappedCount: Math.min(count, cap), CapExceeded: count > cap };
}

/** One result as Config shows it. */
export function resultView({ name }: ConfigRule, evaluation: Evaluation, nowMs: number): config.EvaluationResult {
  const { resourceType, resourceId, compliance, annotation } = evaluation;
  const now = new Date(nowMs);
  return {
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: {
        ConfigRuleName: name,
        ResourceType: resourceType,
        ResourceId: resourceId,
        EvaluationMode: 'DETECTIVE',
      },
      OrderingTimestamp: now,
    },
    ComplianceType: compliance,
    ResultRecordedTime: now,
    ConfigRuleInvokedTime: now,
    Annotation: annotation,
  };
}
