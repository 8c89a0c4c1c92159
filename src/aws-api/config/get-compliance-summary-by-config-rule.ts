import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { complianceOf, contributorCount, evaluated } from './compliance.ts';
import { estateOf } from './estate.ts';
import { allRules } from './rules.ts';

/** AWS Config API Reference, `GetComplianceSummaryByConfigRule`: counts rules. */
export const getComplianceSummaryByConfigRule: ActionOf<'config', 'GetComplianceSummaryByConfigRule'> = {
  async act(_, call) {
    const types = evaluated(allRules(call), await estateOf(call)).map(
      ({ evaluations }) => complianceOf(evaluations).ComplianceType,
    );
    const count = (wanted: string): number => types.filter((type) => type === wanted).length;
    return ok({
      ComplianceSummary: {
        CompliantResourceCount: contributorCount(count('COMPLIANT')),
        NonCompliantResourceCount: contributorCount(count('NON_COMPLIANT')),
        ComplianceSummaryTimestamp: new Date(call.nowMs),
      },
    });
  },
};
