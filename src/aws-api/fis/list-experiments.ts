import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { experimentView } from './experiments.ts';
import { fisPage } from './fis-page.ts';

/** AWS FIS API Reference, `ListExperiments`. */
export const listExperiments: ActionOf<'fis', 'ListExperiments'> = {
  act(input, call) {
    const own = call.inventory
      .all('experiment')
      .filter(({ entity }) => entity.accountId === call.accountId && entity.region === call.region)
      .filter(({ entity }) => [undefined, entity.template.id].includes(input.experimentTemplateId));
    const page = fisPage(own, input);
    if (!page.ok) return page;
    const experiments = page.value.items.map(({ entity }) => {
      const { id, arn, experimentTemplateId, state, creationTime, tags } = experimentView(entity, call.nowMs);
      return { id, arn, experimentTemplateId, state, creationTime, tags };
    });
    return ok({ experiments, nextToken: page.value.nextToken });
  },
};
