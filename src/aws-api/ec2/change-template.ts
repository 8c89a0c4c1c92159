import { err, ok } from '#base';
import type { Result } from '#base';
import type { LaunchTemplate } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { documentId } from '../inventory/entities.ts';
import { findTemplate, templateNotFound } from './find-launch-template.ts';
import type { TemplateReference } from './find-launch-template.ts';

/** Makes of a launch template what `update` says; gives what it has become. */
export async function changeTemplate(
  call: Call,
  reference: TemplateReference,
  update: (template: LaunchTemplate) => Result<LaunchTemplate, ApiError>,
): Promise<Result<LaunchTemplate, ApiError>> {
  const found = findTemplate(call, reference);
  if (!found.ok) return found;
  const { id } = found.value;
  const changed = await call.inventory.change(
    'launch-template',
    documentId('launch-template', found.value),
    (present) =>
      // One made anew under the same name is another.
      present?.id === id ? update(present) : err(templateNotFound(reference)),
  );
  return changed.ok ? ok(changed.value.entity ?? found.value) : changed;
}
