import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { experimentView, findExperiment } from './experiments.ts';

/** AWS FIS API Reference, `GetExperiment`. */
export const getExperiment: ActionOf<'fis', 'GetExperiment'> = {
  act({ id }, call) {
    const experiment = findExperiment(call, id);
    return experiment.ok ? ok({ experiment: experimentView(experiment.value, call.nowMs) }) : experiment;
  },
};
