import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { ExperimentTemplate } from '#model';
import type { ApiError, fis } from '#protocol/aws';
import type { Call } from '../action.ts';
import { notFound } from './errors.ts';

/** The template of this id, if the call's account has it in the call's Region. */
export function findTemplate(call: Call, id: string): Result<ExperimentTemplate, ApiError> {
  const template = call.inventory.get('experiment-template', id);
  const isOwn = template?.accountId === call.accountId && template.region === call.region;
  return isOwn ? ok(template) : err(notFound('Experiment template', id));
}

/** A template as FIS shows it. */
export function templateView(template: ExperimentTemplate): fis.ExperimentTemplate {
  const { id, accountId, region, description, roleArn, targets, actions, stopConditions, tags } = template;
  const created = new Date(template.createdAtMs);
  return {
    id,
    arn: arn(region, 'fis', region, accountId, `experiment-template/${id}`),
    description,
    roleArn,
    targets,
    actions,
    stopConditions,
    tags,
    creationTime: created,
    lastUpdateTime: created,
    experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
    targetAccountConfigurationsCount: 0,
  };
}

/** A new id, such as `EXT3bHkYMqLVzqCw`. */
export function newFisId(prefix: 'EXT' | 'EXP', call: Call): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789';
  return prefix + [...call.platform.random.bytes(15)].map((byte) => letters[byte % letters.length]).join('');
}
