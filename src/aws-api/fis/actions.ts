import type { ActionsOf } from '../action.ts';
import { createExperimentTemplate } from './create-experiment-template.ts';
import { deleteExperimentTemplate } from './delete-experiment-template.ts';
import { getExperiment } from './get-experiment.ts';
import { getExperimentTemplate } from './get-experiment-template.ts';
import { listExperimentTemplates } from './list-experiment-templates.ts';
import { listExperiments } from './list-experiments.ts';
import { startExperiment } from './start-experiment.ts';
import { stopExperiment } from './stop-experiment.ts';

/** What AWS Fault Injection Service does here. */
export const FIS_ACTIONS = {
  CreateExperimentTemplate: createExperimentTemplate,
  DeleteExperimentTemplate: deleteExperimentTemplate,
  GetExperiment: getExperiment,
  GetExperimentTemplate: getExperimentTemplate,
  ListExperimentTemplates: listExperimentTemplates,
  ListExperiments: listExperiments,
  StartExperiment: startExperiment,
  StopExperiment: stopExperiment,
} satisfies ActionsOf<'fis'>;
