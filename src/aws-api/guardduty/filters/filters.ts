import { err, ok } from '#base';
import type { Result } from '#base';
import type { FindingFilter } from '#model';
import type { ApiError, guardduty } from '#protocol/aws';
import type { Call } from '../../action.ts';
import type { Permission } from '../../authorize/permission.ts';
import { regionalDocumentId } from '../../inventory/entities.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { detectorArn, findDetector } from '../detectors/detectors.ts';
import type { DetectorScope } from '../detectors/detectors.ts';
import { badRequest } from '../errors.ts';
import { invalidCriteria } from '../findings/criteria.ts';

const NAME = /^[A-Za-z0-9._-]{3,64}$/;
const RANK_MAX = 100;
const DESCRIPTION_MAX = 512;
const ATTRIBUTES_MAX = 50;

/** What is wrong with what is said of a filter. */
export function invalidFilter(said: {
  readonly Name?: string | undefined;
  readonly Rank?: number | undefined;
  readonly Description?: string | undefined;
  readonly FindingCriteria?: guardduty.FindingCriteria | undefined;
}): ApiError | undefined {
  const { Name, Rank = 1, Description = '', FindingCriteria } = said;
  if (Name !== undefined && !NAME.test(Name))
    return badRequest('the name is not 3 to 64 letters, digits, dots, underscores and hyphens');
  if (!Number.isInteger(Rank) || Rank < 1 || Rank > RANK_MAX)
    return badRequest(`the rank is not from 1 to ${RANK_MAX}`);
  if (Description.length > DESCRIPTION_MAX)
    return badRequest(`the description has more than ${DESCRIPTION_MAX} characters`);
  const attributes = Object.keys(FindingCriteria?.Criterion ?? {}).length;
  if (FindingCriteria !== undefined && (attributes === 0 || attributes > ATTRIBUTES_MAX))
    return badRequest(`the findingCriteria name no attribute or more than ${ATTRIBUTES_MAX}`);
  return invalidCriteria(FindingCriteria, undefined);
}

/** The filters of a detector. */
export function filtersOf(inventory: Inventory, { id }: { readonly id: string }): readonly FindingFilter[] {
  return inventory
    .all('finding-filter')
    .map(({ entity }) => entity)
    .filter(({ detectorId }) => detectorId === id);
}

/** The filter of this name, if it is that detector's, which must be the call's. */
export function findFilter(call: Call, detectorId: string, name: string): Result<FindingFilter, ApiError> {
  const detector = findDetector(call, detectorId);
  if (!detector.ok) return detector;
  return livingFilter(call.inventory.get('finding-filter', filterDocumentId(call, name)), detectorId);
}

/** Makes of a filter what `update` says; `undefined` deletes it. */
export async function changeFilter(
  call: Call,
  detectorId: string,
  name: string,
  update: (filter: FindingFilter) => Result<FindingFilter | undefined, ApiError>,
): Promise<Result<undefined, ApiError>> {
  const detector = findDetector(call, detectorId);
  if (!detector.ok) return detector;
  const changed = await call.inventory.change('finding-filter', filterDocumentId(call, name), (present) => {
    const filter = livingFilter(present, detectorId);
    return filter.ok ? update(filter.value) : filter;
  });
  return changed.ok ? ok(undefined) : changed;
}

function livingFilter(filter: FindingFilter | undefined, detectorId: string): Result<FindingFilter, ApiError> {
  if (filter?.detectorId === detectorId) return ok(filter);
  return err(badRequest('the input filterName is not owned by the current account'));
}

/** The id of the document of a filter. */
export function filterDocumentId({ accountId, region }: DetectorScope, name: string): string {
  return regionalDocumentId(accountId, region, name);
}

/** The ARN of a filter. */
export function filterArn(scope: DetectorScope, detectorId: string, name: string): string {
  return `${detectorArn(scope, detectorId)}/filter/${name}`;
}

/** Permission for something with a filter. */
export function filterPermission(call: Call, detectorId: string, name: string): readonly Permission[] {
  const filter = call.inventory.get('finding-filter', filterDocumentId(call, name));
  return [{ resource: filterArn(call, detectorId, name), resourceTags: filter?.tags }];
}
