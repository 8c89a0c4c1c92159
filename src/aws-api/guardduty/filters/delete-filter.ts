import { ok } from '#base';
import type { ActionOf } from '../../action.ts';
import { changeFilter, filterPermission } from './filters.ts';

/** GuardDuty API Reference, `DeleteFilter`. What it has archived stays so. */
export const deleteFilter: ActionOf<'guardduty', 'DeleteFilter'> = {
  permissions: ({ DetectorId, FilterName }, call) => filterPermission(call, DetectorId, FilterName),
  async act({ DetectorId, FilterName }, call) {
    const changed = await changeFilter(call, DetectorId, FilterName, () => ok(undefined));
    return changed.ok ? ok({}) : changed;
  },
};
