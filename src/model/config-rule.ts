import type { Tags } from './iam.ts';

/** A rule of AWS Config in one account and Region (AWS Config API Reference, `ConfigRule`). */
export interface ConfigRule {
  readonly accountId: string;
  readonly region: string;
  /** Unique in account and Region. */
  readonly name: string;
  /** `config-rule-…` */
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  /** What it checks: a managed rule's identifier. */
  readonly sourceIdentifier: string;
  readonly scope: ConfigRuleScope | undefined;
  readonly maximumExecutionFrequency: string | undefined;
  readonly createdAtMs: number;
  /** When an evaluation was last asked for. */
  readonly evaluatedAtMs: number;
  readonly tags: Tags;
}

/** Which resources a rule looks at; all of its kind where nothing is said. */
export interface ConfigRuleScope {
  readonly resourceTypes: readonly string[];
  readonly resourceId: string | undefined;
  readonly tagKey: string | undefined;
  readonly tagValue: string | undefined;
}
