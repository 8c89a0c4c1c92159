import { err, hexDigits, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { Detector } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../../action.ts';
import type { Permission } from '../../authorize/permission.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { NO_DETECTOR } from '../errors.ts';

/** An account and a Region. */
export interface DetectorScope {
  readonly accountId: string;
  readonly region: string;
}

/** The id of the document of the one detector an account has in a Region. */
export function detectorDocumentId({ accountId, region }: DetectorScope): string {
  return `${accountId}/${region}`;
}

/**
 * The detector of an account and Region: every one has one that is enabled, until somebody says otherwise. `undefined` once
 * it has been deleted.
 */
export function detectorOf(inventory: Inventory, scope: DetectorScope): Detector | undefined {
  return living(inventory.get('detector', detectorDocumentId(scope)), scope);
}

/** What a document says of the detector there is. */
export function living(document: Detector | undefined, scope: DetectorScope): Detector | undefined {
  const detector = document ?? firstDetector(scope);
  return detector.status === 'deleted' ? undefined : detector;
}

function firstDetector({ accountId, region }: DetectorScope): Detector {
  return {
    id: hexDigits(`detector:${accountId}/${region}`, 32),
    accountId,
    region,
    status: 'enabled',
    createdAtMs: undefined,
    updatedAtMs: undefined,
    publishing: 'SIX_HOURS',
    tags: {},
  };
}

/** The detector of this id in the call's account and Region. */
export function findDetector(call: Call, detectorId: string): Result<Detector, ApiError> {
  const detector = detectorOf(call.inventory, call);
  return detector?.id === detectorId ? ok(detector) : err(NO_DETECTOR);
}

/** Makes of a detector what `update` says. */
export async function changeDetector(
  call: Call,
  detectorId: string,
  update: (detector: Detector) => Detector,
): Promise<Result<Detector, ApiError>> {
  const changed = await call.inventory.change('detector', detectorDocumentId(call), (present) => {
    const detector = living(present, call);
    return detector?.id === detectorId ? ok({ ...update(detector), updatedAtMs: call.nowMs }) : err(NO_DETECTOR);
  });
  if (!changed.ok) return changed;
  return changed.value.entity === undefined ? err(NO_DETECTOR) : ok(changed.value.entity);
}

/** The ARN of a detector. */
export function detectorArn({ region, accountId }: DetectorScope, detectorId: string): string {
  return arn(region, 'guardduty', region, accountId, `detector/${detectorId}`);
}

/** Permission for something with a detector. */
export function detectorPermission(call: Call, detectorId: string): readonly Permission[] {
  return [{ resource: detectorArn(call, detectorId), resourceTags: detectorOf(call.inventory, call)?.tags }];
}
