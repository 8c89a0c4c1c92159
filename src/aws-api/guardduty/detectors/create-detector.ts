import { err, ok } from '#base';
import type { Detector } from '#model';
import type { guardduty } from '#protocol/aws';
import type { ActionOf, Call } from '../../action.ts';
import { badRequest } from '../errors.ts';
import { invalidTagsOf } from '../tags.ts';
import { detectorDocumentId, living } from './detectors.ts';
import { unofferedPlan } from './features.ts';

/**
 * GuardDuty API Reference, `CreateDetector`. The detector that is there from the start is taken over by the first call, so that
 * what makes one before it looks works.
 */
export const createDetector: ActionOf<'guardduty', 'CreateDetector'> = {
  validate: (input) => unofferedPlan(input) ?? invalidTagsOf(input.Tags),
  permissions: ({ Tags }) => [{ resource: '*', requestTags: Tags }],
  async act(input, call) {
    const changed = await call.inventory.change('detector', detectorDocumentId(call), (present) => {
      const before = living(present, call);
      if (before?.createdAtMs === undefined) return ok(created(before, input, call));
      const isSameRequest = input.ClientToken !== undefined && before.clientToken === input.ClientToken;
      return isSameRequest ? ok(before) : err(badRequest('a detector already exists for the current account'));
    });
    return changed.ok ? ok({ DetectorId: changed.value.entity?.id }) : changed;
  },
};

function created(before: Detector | undefined, input: guardduty.CreateDetectorRequest, call: Call): Detector {
  return {
    id: before?.id ?? Buffer.from(call.platform.random.bytes(16)).toString('hex'),
    accountId: call.accountId,
    region: call.region,
    status: input.Enable ? 'enabled' : 'disabled',
    createdAtMs: call.nowMs,
    updatedAtMs: call.nowMs,
    publishing: input.FindingPublishingFrequency ?? 'SIX_HOURS',
    clientToken: input.ClientToken,
    tags: input.Tags ?? {},
  };
}
