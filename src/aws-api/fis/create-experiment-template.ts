import { err, ok } from '#base';
import type { ExperimentTemplate } from '#model';
import type { ActionOf } from '../action.ts';
import { newFisId, templateView } from './experiment-templates.ts';
import { invalidTemplate } from './invalid-template.ts';

/** AWS FIS User Guide, "Quotas". */
const TEMPLATES_MAX = 500;
const QUOTA = {
  code: 'ServiceQuotaExceededException',
  message: `An account has at most ${TEMPLATES_MAX} experiment templates.`,
};

/** AWS FIS API Reference, `CreateExperimentTemplate`. */
export const createExperimentTemplate: ActionOf<'fis', 'CreateExperimentTemplate'> = {
  validate: invalidTemplate,
  async act(input, call) {
    const { description, roleArn, targets = {}, actions, stopConditions, tags = {} } = input;
    const { accountId, region, nowMs } = call;
    const own = call.inventory.all('experiment-template').filter(({ entity }) => entity.accountId === accountId);
    if (own.length >= TEMPLATES_MAX) return err(QUOTA);
    const template: ExperimentTemplate = {
      id: newFisId('EXT', call),
      accountId,
      region,
      description,
      roleArn,
      targets,
      actions,
      stopConditions,
      tags,
      createdAtMs: nowMs,
    };
    const kept = await call.inventory.change('experiment-template', template.id, (present) => ok(present ?? template));
    return kept.ok ? ok({ experimentTemplate: templateView(template) }) : kept;
  },
};
