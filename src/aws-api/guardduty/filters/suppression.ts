import type { Finding } from '#model';
import type { Inventory } from '../../inventory/inventory.ts';
import { fulfils } from '../findings/criteria.ts';
import { findingView } from '../findings/finding-view.ts';
import { filtersOf } from './filters.ts';

/**
 * The finding as the filters of its detector would have it: archived, where one of those that archive is fulfilled and nobody
 * has taken it out of the archive. The same object where nothing changes.
 */
export function filtered(inventory: Inventory, finding: Finding): Finding {
  return finding.archived === undefined && isSuppressed(inventory, finding) ? { ...finding, archived: true } : finding;
}

/** Whether nobody is to be told of a finding, because a filter keeps it in the archive (GuardDuty User Guide, "Suppression rules"). */
export function isSuppressed(inventory: Inventory, finding: Finding): boolean {
  if (finding.archived === false) return false;
  const archiving = filtersOf(inventory, { id: finding.detectorId }).filter(({ action }) => action === 'ARCHIVE');
  if (archiving.length === 0) return false;
  // A filter that asks for what is not archived is about findings as they come.
  const view = findingView({ ...finding, archived: undefined });
  return archiving.some(({ criterion }) => fulfils(view, { Criterion: criterion }));
}
