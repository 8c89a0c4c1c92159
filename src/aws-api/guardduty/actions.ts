import type { ActionsOf } from '../action.ts';
import { createDetector } from './detectors/create-detector.ts';
import { deleteDetector } from './detectors/delete-detector.ts';
import { getDetector } from './detectors/get-detector.ts';
import { listDetectors } from './detectors/list-detectors.ts';
import { updateDetector } from './detectors/update-detector.ts';
import { archiveFindings } from './findings/archive-findings.ts';
import { createSampleFindings } from './findings/create-sample-findings.ts';
import { getFindings } from './findings/get-findings.ts';
import { getFindingsStatistics } from './findings/get-findings-statistics.ts';
import { listFindings } from './findings/list-findings.ts';
import { unarchiveFindings } from './findings/unarchive-findings.ts';
import { updateFindingsFeedback } from './findings/update-findings-feedback.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

/** What GuardDuty does here. */
export const GUARDDUTY_ACTIONS = {
  ArchiveFindings: archiveFindings,
  CreateDetector: createDetector,
  CreateSampleFindings: createSampleFindings,
  DeleteDetector: deleteDetector,
  GetDetector: getDetector,
  GetFindings: getFindings,
  GetFindingsStatistics: getFindingsStatistics,
  ListDetectors: listDetectors,
  ListFindings: listFindings,
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UnarchiveFindings: unarchiveFindings,
  UntagResource: untagResource,
  UpdateDetector: updateDetector,
  UpdateFindingsFeedback: updateFindingsFeedback,
} satisfies ActionsOf<'guardduty'>;
