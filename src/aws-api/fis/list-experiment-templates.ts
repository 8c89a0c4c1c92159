import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { templateView } from './experiment-templates.ts';
import { fisPage } from './fis-page.ts';

/** AWS FIS API Reference, `ListExperimentTemplates`. */
export const listExperimentTemplates: ActionOf<'fis', 'ListExperimentTemplates'> = {
  act(input, call) {
    const own = call.inventory
      .all('experiment-template')
      .filter(({ entity }) => entity.accountId === call.accountId && entity.region === call.region);
    const page = fisPage(own, input);
    if (!page.ok) return page;
    const experimentTemplates = page.value.items.map(({ entity }) => {
      const { id, arn, description, creationTime, lastUpdateTime, tags } = templateView(entity);
      return { id, arn, description, creationTime, lastUpdateTime, tags };
    });
    return ok({ experimentTemplates, nextToken: page.value.nextToken });
  },
};
