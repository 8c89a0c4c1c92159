import { ok } from '#base';
import type { ActionOf } from '../../action.ts';
import { detectorOf } from './detectors.ts';

/** GuardDuty API Reference, `ListDetectors`: one at most. */
export const listDetectors: ActionOf<'guardduty', 'ListDetectors'> = {
  act(_, { inventory, accountId, region }) {
    const detector = detectorOf(inventory, { accountId, region });
    return ok({ DetectorIds: detector === undefined ? [] : [detector.id] });
  },
};
