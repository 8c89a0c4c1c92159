import { err, ok } from '#base';
import type { ActionOf } from '../../action.ts';
import { pageOf } from '../../page.ts';
import { detectorPermission, findDetector } from '../detectors/detectors.ts';
import { badRequest } from '../errors.ts';
import { filtersOf } from './filters.ts';

const PAGE_MAX = 50;

/** GuardDuty API Reference, `ListFilters`, in the order of the names. */
export const listFilters: ActionOf<'guardduty', 'ListFilters'> = {
  validate({ MaxResults = PAGE_MAX }) {
    const right = Number.isInteger(MaxResults) && MaxResults >= 1 && MaxResults <= PAGE_MAX;
    return right ? undefined : badRequest(`maxResults is not from 1 to ${PAGE_MAX}`);
  },
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  act({ DetectorId, MaxResults: max = PAGE_MAX, NextToken }, call) {
    const detector = findDetector(call, DetectorId);
    if (!detector.ok) return detector;
    const names = filtersOf(call.inventory, detector.value).map(({ name }) => name);
    const token = NextToken === '' ? undefined : NextToken;
    const page = pageOf(names.sort(), (name) => name, { max, token });
    if (!page.ok) return err(badRequest('the nextToken is not one that ListFilters has given'));
    return ok({ FilterNames: page.value.items, NextToken: page.value.nextToken ?? '' });
  },
};
