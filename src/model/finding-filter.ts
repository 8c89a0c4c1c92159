import type { Tags } from './iam.ts';

type TextOperator = 'Eq' | 'Neq' | 'Equals' | 'NotEquals' | 'Matches' | 'NotMatches';
type NumberOperator =
  | 'Gt'
  | 'Gte'
  | 'Lt'
  | 'Lte'
  | 'GreaterThan'
  | 'GreaterThanOrEqual'
  | 'LessThan'
  | 'LessThanOrEqual';

/** What an attribute of a finding must be (GuardDuty API Reference, `Condition`). */
export type FindingCondition = { readonly [Operator in TextOperator]?: readonly string[] | undefined } & {
  readonly [Operator in NumberOperator]?: number | undefined;
};

/** A filter of findings that GuardDuty keeps by name, for one account and Region. */
export interface FindingFilter {
  readonly accountId: string;
  readonly region: string;
  readonly detectorId: string;
  /** Unique in the account and Region. */
  readonly name: string;
  readonly description: string;
  /** `ARCHIVE`: findings that fulfil it are archived as they come, and nobody is told of them. */
  readonly action: 'ARCHIVE' | 'NOOP';
  /** 1 to 100: its place among the filters. */
  readonly rank: number;
  /** By attribute, such as `service.archived`; all must hold. */
  readonly criterion: Readonly<Record<string, FindingCondition>>;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Goes up by one with each update, from 1. */
  readonly version: number;
  readonly clientToken?: string | undefined;
  readonly tags: Tags;
}
