import type { ActionsOf } from '../action.ts';
import { createDetector } from './detectors/create-detector.ts';
import { deleteDetector } from './detectors/delete-detector.ts';
import { getDetector } from './detectors/get-detector.ts';
import { listDetectors } from './detectors/list-detectors.ts';
import { updateDetector } from './detectors/update-detector.ts';
import { createFilter } from './filters/create-filter.ts';
import { deleteFilter } from './filters/delete-filter.ts';
import { getFilter } from './filters/get-filter.ts';
import { listFilters } from './filters/list-filters.ts';
import { updateFilter } from './filters/update-filter.ts';
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
  CreateFilter: createFilter,
  CreateSampleFindings: createSampleFindings,
  DeleteDetector: deleteDetector,
  DeleteFilter: deleteFilter,
  GetDetector: getDetector,
  GetFilter: getFilter,
  GetFindings: getFindings,
  GetFindingsStatistics: getFindingsStatistics,
  ListDetectors: listDetectors,
  ListFilters: listFilters,
  ListFindings: listFindings,
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UnarchiveFindings: unarchiveFindings,
  UntagResource: untagResource,
  UpdateDetector: updateDetector,
  UpdateFilter: updateFilter,
  UpdateFindingsFeedback: updateFindingsFeedback,
} satisfies ActionsOf<'guardduty'>;
