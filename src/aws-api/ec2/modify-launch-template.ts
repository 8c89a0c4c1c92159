import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeTemplate } from './change-template.ts';
import { invalidClientToken } from './client-token.ts';
import { ec2Error } from './errors.ts';
import { findVersion, invalidTemplateReference, templatePermission } from './find-launch-template.ts';
import { templateView } from './launch-template-view.ts';

/** EC2 API Reference, `ModifyLaunchTemplate`: sets the default version. */
export const modifyLaunchTemplate: ActionOf<'ec2', 'ModifyLaunchTemplate'> = {
  validate: (input) =>
    invalidTemplateReference(input) ??
    invalidClientToken(input.ClientToken) ??
    (input.DefaultVersion === undefined ? NO_VERSION : undefined),
  permissions: (input, call) => [templatePermission(call, input)],
  async act(input, call) {
    const changed = await changeTemplate(call, input, (template) => {
      const version = findVersion(template, input.DefaultVersion ?? '');
      if (!version.ok) return version;
      const { number } = version.value;
      return ok(template.defaultVersion === number ? template : { ...template, defaultVersion: number });
    });
    return changed.ok ? ok({ LaunchTemplate: templateView(changed.value) }) : changed;
  },
};

const NO_VERSION = ec2Error('MissingParameter', 'The request must contain the parameter SetDefaultVersion');
