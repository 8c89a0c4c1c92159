import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findTemplate, templateView } from './experiment-templates.ts';

/** AWS FIS API Reference, `DeleteExperimentTemplate`. Experiments that were started from it go on. */
export const deleteExperimentTemplate: ActionOf<'fis', 'DeleteExperimentTemplate'> = {
  async act({ id }, call) {
    const template = findTemplate(call, id);
    if (!template.ok) return template;
    const deleted = await call.inventory.change('experiment-template', id, () => ok(undefined));
    return deleted.ok ? ok({ experimentTemplate: templateView(template.value) }) : deleted;
  },
};
