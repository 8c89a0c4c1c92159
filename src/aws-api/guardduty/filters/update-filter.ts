import { ok } from '#base';
import type { ActionOf } from '../../action.ts';
import { changeFilter, filterPermission, invalidFilter } from './filters.ts';

/** GuardDuty API Reference, `UpdateFilter`: what is not said stays. */
export const updateFilter: ActionOf<'guardduty', 'UpdateFilter'> = {
  validate: invalidFilter,
  permissions: ({ DetectorId, FilterName }, call) => filterPermission(call, DetectorId, FilterName),
  async act({ DetectorId, FilterName, Description, Action, Rank, FindingCriteria }, call) {
    const changed = await changeFilter(call, DetectorId, FilterName, (filter) =>
      ok({
        ...filter,
        description: Description ?? filter.description,
        action: Action ?? filter.action,
        rank: Rank ?? filter.rank,
        criterion: FindingCriteria?.Criterion ?? filter.criterion,
        updatedAtMs: call.nowMs,
        version: filter.version + 1,
      }),
    );
    return changed.ok ? ok({ Name: FilterName }) : changed;
  },
};
