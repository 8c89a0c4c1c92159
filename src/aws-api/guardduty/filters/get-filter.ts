import { ok } from '#base';
import type { ActionOf } from '../../action.ts';
import { filterPermission, findFilter } from './filters.ts';

/** GuardDuty API Reference, `GetFilter`. */
export const getFilter: ActionOf<'guardduty', 'GetFilter'> = {
  permissions: ({ DetectorId, FilterName }, call) => filterPermission(call, DetectorId, FilterName),
  act({ DetectorId, FilterName }, call) {
    const found = findFilter(call, DetectorId, FilterName);
    if (!found.ok) return found;
    const { name, description, action, rank, criterion, createdAtMs, updatedAtMs, version, tags } = found.value;
    return ok({
      Name: name,
      Description: description,
      Action: action,
      Rank: rank,
      FindingCriteria: { Criterion: criterion },
      CreatedAt: new Date(createdAtMs),
      UpdatedAt: new Date(updatedAtMs),
      Version: version,
      Tags: tags,
    });
  },
};
