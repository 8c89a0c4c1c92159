import { err, ok } from '#base';
import { MANAGED_RULES } from '#compliance';
import { arn } from '#model';
import type { ConfigRule, ConfigRuleScope } from '#model';
import type { ApiError, config } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidValue } from './errors.ts';
import { allRules, ruleDocumentId, rulePermissions } from './rules.ts';
import { invalidConfigTags, tagsFrom } from './tags.ts';

const NAME = /^[^\s]{1,128}$/;
/** AWS Config Developer Guide, "Service Limits". */
const RULES_MAX = 1000;

/** AWS Config API Reference, `PutConfigRule`. No recorder has to be set up: everything is known here. */
export const putConfigRule: ActionOf<'config', 'PutConfigRule'> = {
  validate: ({ ConfigRule, Tags }) => invalidRule(ConfigRule) ?? invalidConfigTags(Tags),
  permissions: ({ ConfigRule: { ConfigRuleName = '' }, Tags }, call) =>
    rulePermissions(call, [ConfigRuleName]).map((permission) => ({ ...permission, requestTags: tagsFrom(Tags) })),
  async act({ ConfigRule: asked, Tags }, call) {
    const name = asked.ConfigRuleName ?? '';
    const changed = await call.inventory.change('config-rule', ruleDocumentId(call, name), (present) => {
      if (present === undefined && allRules(call).length >= RULES_MAX)
        return err({
          code: 'MaxNumberOfConfigRulesExceededException',
          message: `There are ${RULES_MAX} rules already.`,
        });
      const rule = ruleFrom(name, asked, call);
      return ok(present === undefined ? { ...rule, tags: tagsFrom(Tags) } : { ...rule, ...identityOf(present) });
    });
    return changed.ok ? ok({}) : changed;
  },
};

/** What stays of a rule that is put again; tags are changed by calls of their own. */
function identityOf({ id, arn: ruleArn, createdAtMs, tags }: ConfigRule): Partial<ConfigRule> {
  return { id, arn: ruleArn, createdAtMs, tags };
}

function invalidRule(rule: config.ConfigRule): ApiError | undefined {
  const { ConfigRuleName, Source, InputParameters = '' } = rule;
  if (ConfigRuleName === undefined || !NAME.test(ConfigRuleName))
    return invalidValue('ConfigRuleName must have 1 to 128 characters, and no spaces.');
  if (Source.Owner !== 'AWS')
    return invalidValue(
      `Rules of the owner ${Source.Owner} run code of yours and are not offered: the owner must be AWS.`,
    );
  if (!MANAGED_RULES.has(Source.SourceIdentifier ?? ''))
    return invalidValue(
      `The sourceIdentifier ${(Source.SourceIdentifier ?? '').slice(0, 128)} is none of ${[...MANAGED_RULES.keys()].join(', ')}.`,
    );
  if (!/^(?:\s*\{\s*\}\s*)?$/.test(InputParameters))
    return invalidValue('The rules that are offered here take no InputParameters.');
  return invalidScope(rule.Scope);
}

function invalidScope({ ComplianceResourceTypes = [], ComplianceResourceId, TagKey, TagValue }: config.Scope = {}):
  | ApiError
  | undefined {
  if (ComplianceResourceId !== undefined && ComplianceResourceTypes.length !== 1)
    return invalidValue('A scope with a ComplianceResourceId must name one of ComplianceResourceTypes.');
  if (TagValue !== undefined && TagKey === undefined)
    return invalidValue('A scope with a TagValue must have a TagKey.');
  return undefined;
}

function ruleFrom(name: string, asked: config.ConfigRule, call: Call): ConfigRule {
  const { accountId, region, nowMs, platform } = call;
  const id = `config-rule-${Buffer.from(platform.random.bytes(3)).toString('hex')}`;
  return {
    accountId,
    region,
    name,
    id,
    arn: arn(region, 'config', region, accountId, `config-rule/${id}`),
    description: asked.Description,
    sourceIdentifier: asked.Source.SourceIdentifier ?? '',
    scope: asked.Scope && scopeFrom(asked.Scope),
    maximumExecutionFrequency: asked.MaximumExecutionFrequency,
    createdAtMs: nowMs,
    evaluatedAtMs: nowMs,
    tags: {},
  };
}

function scopeFrom({ ComplianceResourceTypes, ComplianceResourceId, TagKey, TagValue }: config.Scope): ConfigRuleScope {
  return {
    resourceTypes: ComplianceResourceTypes ?? [],
    resourceId: ComplianceResourceId,
    tagKey: TagKey,
    tagValue: TagValue,
  };
}
