import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { noSuchRule } from './errors.ts';
import { ruleDocumentId, rulePermissions } from './rules.ts';

/** AWS Config API Reference, `DeleteConfigRule`. */
export const deleteConfigRule: ActionOf<'config', 'DeleteConfigRule'> = {
  permissions: ({ ConfigRuleName }, call) => rulePermissions(call, [ConfigRuleName]),
  async act({ ConfigRuleName }, call) {
    const changed = await call.inventory.change('config-rule', ruleDocumentId(call, ConfigRuleName), (present) =>
      present === undefined ? err(noSuchRule(ConfigRuleName)) : ok(undefined),
    );
    return changed.ok ? ok({}) : changed;
  },
};
