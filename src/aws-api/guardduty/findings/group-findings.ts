import { assertNever } from '#base';
import type { guardduty } from '#protocol/aws';

/** How findings are to be grouped. */
interface Grouping {
  readonly by: guardduty.GroupByType;
  /** By the number of findings in a group. */
  readonly order: guardduty.OrderBy;
  readonly max: number;
}

/** The number of findings of each severity, such as `8.0`. */
export function countBySeverity(findings: readonly guardduty.Finding[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(findings, ({ Severity }) => Severity.toFixed(1));
  return Object.fromEntries([...groups].map(([severity, members]) => [severity, members.length]));
}

/** The number of findings by what they have in common. */
export function groupedFindings(
  findings: readonly guardduty.Finding[],
  grouping: Grouping,
): guardduty.FindingStatistics {
  const { by } = grouping;
  switch (by) {
    case 'ACCOUNT':
      return {
        GroupedByAccount: groups(
          findings,
          grouping,
          ({ AccountId }) => AccountId,
          (AccountId) => ({ AccountId }),
        ),
      };
    case 'DATE':
      return {
        GroupedByDate: groups(
          findings,
          grouping,
          ({ UpdatedAt }) => UpdatedAt.slice(0, 10),
          (day, members) => ({
            Date: new Date(day),
            Severity: Math.max(...members.map(({ Severity }) => Severity)),
          }),
        ),
      };
    case 'FINDING_TYPE':
      return {
        GroupedByFindingType: groups(
          findings,
          grouping,
          ({ Type }) => Type,
          (FindingType) => ({ FindingType }),
        ),
      };
    case 'RESOURCE':
      return { GroupedByResource: groups(findings, grouping, resourceId, resourceOf) };
    case 'SEVERITY':
      return {
        GroupedBySeverity: groups(
          findings,
          grouping,
          ({ Severity }) => String(Severity),
          (severity) => ({
            Severity: Number(severity),
          }),
        ),
      };
    default:
      return assertNever(by);
  }
}

interface Group {
  readonly TotalFindings: number;
  readonly LastGeneratedAt: Date;
}

function groups<Told extends object>(
  findings: readonly guardduty.Finding[],
  { order, max }: Grouping,
  keyOf: (finding: guardduty.Finding) => string,
  tell: (key: string, members: readonly guardduty.Finding[]) => Told,
): readonly (Told & Group)[] {
  const direction = order === 'ASC' ? 1 : -1;
  return [...Map.groupBy(findings, keyOf)]
    .map(([key, members]) => ({
      ...tell(key, members),
      TotalFindings: members.length,
      LastGeneratedAt: latest(members),
    }))
    .toSorted((one, other) => direction * (one.TotalFindings - other.TotalFindings))
    .slice(0, max);
}

function latest(members: readonly guardduty.Finding[]): Date {
  return new Date(Math.max(...members.map(({ UpdatedAt }) => Date.parse(UpdatedAt))));
}

function resourceId({ Resource }: guardduty.Finding): string {
  return Resource.AccessKeyDetails?.AccessKeyId ?? Resource.InstanceDetails?.InstanceId ?? '';
}

function resourceOf(ResourceId: string, [first]: readonly guardduty.Finding[]): guardduty.ResourceStatistics {
  return { ResourceId, ResourceType: first?.Resource.ResourceType, AccountId: first?.AccountId };
}
