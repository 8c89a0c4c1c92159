import { err, ok } from '#base';
import type { FindingFilter } from '#model';
import type { guardduty } from '#protocol/aws';
import type { ActionOf, Call } from '../../action.ts';
import { detectorArn, findDetector } from '../detectors/detectors.ts';
import { badRequest } from '../errors.ts';
import { invalidTagsOf } from '../tags.ts';
import { filterDocumentId, filtersOf, invalidFilter } from './filters.ts';

/** Of one account and Region (GuardDuty User Guide, "Quotas"). */
const FILTERS_MAX = 100;

/** GuardDuty API Reference, `CreateFilter`. */
export const createFilter: ActionOf<'guardduty', 'CreateFilter'> = {
  validate: (input) => invalidFilter(input) ?? invalidTagsOf(input.Tags),
  permissions: ({ DetectorId, Tags }, call) => [{ resource: detectorArn(call, DetectorId), requestTags: Tags }],
  async act(input, call) {
    const { DetectorId, Name, ClientToken } = input;
    const detector = findDetector(call, DetectorId);
    if (!detector.ok) return detector;
    const others = filtersOf(call.inventory, detector.value).filter(({ name }) => name !== Name);
    if (others.length >= FILTERS_MAX) return err(badRequest(`there are ${FILTERS_MAX} filters, which is the most`));
    const changed = await call.inventory.change('finding-filter', filterDocumentId(call, Name), (present) => {
      if (present?.detectorId !== DetectorId) return ok(created(input, call));
      const isSameRequest = ClientToken !== undefined && present.clientToken === ClientToken;
      return isSameRequest ? ok(present) : err(badRequest('a filter with the given name already exists'));
    });
    return changed.ok ? ok({ Name }) : changed;
  },
};

function created(input: guardduty.CreateFilterRequest, { accountId, region, nowMs }: Call): FindingFilter {
  return {
    accountId,
    region,
    detectorId: input.DetectorId,
    name: input.Name,
    description: input.Description ?? '',
    action: input.Action ?? 'NOOP',
    rank: input.Rank ?? 1,
    criterion: input.FindingCriteria.Criterion ?? {},
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    version: 1,
    clientToken: input.ClientToken,
    tags: input.Tags ?? {},
  };
}
