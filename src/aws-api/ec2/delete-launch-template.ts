import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { documentId } from '../inventory/entities.ts';
import {
  findTemplate,
  invalidTemplateReference,
  templateNotFound,
  templatePermission,
} from './find-launch-template.ts';
import { templateView } from './launch-template-view.ts';

/** EC2 API Reference, `DeleteLaunchTemplate`: with all its versions. */
export const deleteLaunchTemplate: ActionOf<'ec2', 'DeleteLaunchTemplate'> = {
  validate: invalidTemplateReference,
  permissions: (input, call) => [templatePermission(call, input)],
  async act(input, call) {
    const found = findTemplate(call, input);
    if (!found.ok) return found;
    const template = found.value;
    const id = documentId('launch-template', template);
    const changed = await call.inventory.change('launch-template', id, (present) =>
      present?.id === template.id ? ok(undefined) : err(templateNotFound(input)),
    );
    return changed.ok ? ok({ LaunchTemplate: templateView(template) }) : changed;
  },
};
