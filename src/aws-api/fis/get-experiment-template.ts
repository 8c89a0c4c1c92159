import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findTemplate, templateView } from './experiment-templates.ts';

/** AWS FIS API Reference, `GetExperimentTemplate`. */
export const getExperimentTemplate: ActionOf<'fis', 'GetExperimentTemplate'> = {
  act({ id }, call) {
    const template = findTemplate(call, id);
    return template.ok ? ok({ experimentTemplate: templateView(template.value) }) : template;
  },
};
