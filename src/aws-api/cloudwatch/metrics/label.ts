import type { cloudwatch } from '#protocol/aws';
import type { Series } from '../math/series.ts';

/**
 * What a result is called: the label that was asked for, with `${PROP('…')}` and `${LABEL}` filled in (CloudWatch User Guide,
 * "Dynamic labels"), else that of the metric, else the id. What a search finds is told apart by what it is called there.
 */
export function labelOf({ Id, Label, Expression }: cloudwatch.MetricDataQuery, { label, properties }: Series): string {
  const own = label === '' ? Id : label;
  if (Label === undefined) return own;
  const filled = Label.replaceAll(/\$\{\s*(?:LABEL|PROP\(\s*'([^']*)'\s*\))\s*\}/g, (_, property?: string) =>
    property === undefined ? own : (properties[property] ?? ''),
  );
  const isFound = Expression !== undefined && label !== '';
  return isFound && filled === Label ? `${Label} ${label}` : filled;
}
