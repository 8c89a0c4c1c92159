import { err, ok } from '#base';
import type { ActionOf } from '../../action.ts';
import { numberKey, pageOf } from '../../page.ts';
import { detectorPermission, findDetector } from '../detectors/detectors.ts';
import { badRequest } from '../errors.ts';
import { IDS_MAX } from './change-findings.ts';
import { fulfils, invalidCriteria } from './criteria.ts';
import { findingsOf } from './find-findings.ts';
import { findingView } from './finding-view.ts';
import { sortFindings } from './sort-findings.ts';

/** GuardDuty API Reference, `ListFindings`. A token is a place in the order: what changes meanwhile may shift it. */
export const listFindings: ActionOf<'guardduty', 'ListFindings'> = {
  validate({ FindingCriteria, SortCriteria, MaxResults = IDS_MAX }) {
    if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > IDS_MAX)
      return badRequest(`maxResults is not from 1 to ${IDS_MAX}`);
    return invalidCriteria(FindingCriteria, SortCriteria);
  },
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  async act({ DetectorId, FindingCriteria, SortCriteria, MaxResults: max = IDS_MAX, NextToken }, call) {
    const detector = findDetector(call, DetectorId);
    if (!detector.ok) return detector;
    const views = (await findingsOf(call, detector.value)).map(findingView);
    const wanted = sortFindings(
      views.filter((view) => fulfils(view, FindingCriteria)),
      SortCriteria,
    ).map(({ Id }, place) => ({ Id, place }));
    const token = NextToken === '' ? undefined : NextToken;
    const page = pageOf(wanted, ({ place }) => numberKey(place), { max, token });
    if (!page.ok) return err(badRequest('the nextToken is not one that ListFindings has given'));
    const { items, nextToken } = page.value;
    // An empty token is how GuardDuty says that there is no more.
    return ok({ FindingIds: items.map(({ Id }) => Id), NextToken: nextToken ?? '' });
  },
};
