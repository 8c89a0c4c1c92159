import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { namedRules, ruleDocumentId, rulePermissions } from './rules.ts';

/** AWS Config API Reference, `StartConfigRulesEvaluation`: what it finds is there when it is answered. */
export const startConfigRulesEvaluation: ActionOf<'config', 'StartConfigRulesEvaluation'> = {
  permissions: ({ ConfigRuleNames }, call) => rulePermissions(call, ConfigRuleNames),
  async act({ ConfigRuleNames }, call) {
    const rules = namedRules(call, ConfigRuleNames);
    if (!rules.ok) return rules;
    for (const { name } of rules.value) {
      const changed = await call.inventory.change('config-rule', ruleDocumentId(call, name), (present) =>
        ok(present && { ...present, evaluatedAtMs: call.nowMs }),
      );
      if (!changed.ok) return changed;
    }
    return ok({});
  },
};
