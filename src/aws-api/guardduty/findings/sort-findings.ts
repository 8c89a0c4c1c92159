import type { guardduty } from '#protocol/aws';
import { valuesAt } from './criteria.ts';

/** Findings in an order: by one attribute, else by when they were last updated, latest first. Equals stay in the order of ids. */
export function sortFindings(
  findings: readonly guardduty.Finding[],
  { AttributeName = 'updatedAt', OrderBy = 'DESC' }: guardduty.SortCriteria = {},
): readonly guardduty.Finding[] {
  const direction = OrderBy === 'ASC' ? 1 : -1;
  return findings
    .map((finding) => ({ finding, key: valuesAt(finding, AttributeName)[0] ?? '' }))
    .toSorted((one, other) => direction * compare(one.key, other.key) || compare(one.finding.Id, other.finding.Id))
    .map(({ finding }) => finding);
}

function compare(one: string | number | boolean, other: string | number | boolean): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
