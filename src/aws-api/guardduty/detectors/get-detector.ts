import { ok } from '#base';
import { arn } from '#model';
import type { ActionOf } from '../../action.ts';
import { detectorPermission, findDetector } from './detectors.ts';
import { DATA_SOURCES, FEATURES } from './features.ts';

/** GuardDuty API Reference, `GetDetector`. One that is there from the start has no times until somebody changes it. */
export const getDetector: ActionOf<'guardduty', 'GetDetector'> = {
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  act({ DetectorId }, call) {
    const detector = findDetector(call, DetectorId);
    if (!detector.ok) return detector;
    const { status, publishing, createdAtMs, updatedAtMs, tags } = detector.value;
    const role = 'role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty';
    return ok({
      ServiceRole: arn(call.region, 'iam', '', call.accountId, role),
      Status: status === 'enabled' ? 'ENABLED' : 'DISABLED',
      FindingPublishingFrequency: publishing,
      CreatedAt: timeText(createdAtMs),
      UpdatedAt: timeText(updatedAtMs),
      DataSources: DATA_SOURCES,
      Features: FEATURES,
      Tags: tags,
    });
  },
};

function timeText(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}
