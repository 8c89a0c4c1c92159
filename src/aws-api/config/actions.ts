import type { ActionsOf } from '../action.ts';
import { deleteConfigRule } from './delete-config-rule.ts';
import { describeComplianceByConfigRule } from './describe-compliance-by-config-rule.ts';
import { describeComplianceByResource } from './describe-compliance-by-resource.ts';
import { describeConfigRuleEvaluationStatus } from './describe-config-rule-evaluation-status.ts';
import { describeConfigRules } from './describe-config-rules.ts';
import { getComplianceDetailsByConfigRule } from './get-compliance-details-by-config-rule.ts';
import { getComplianceDetailsByResource } from './get-compliance-details-by-resource.ts';
import { getComplianceSummaryByConfigRule } from './get-compliance-summary-by-config-rule.ts';
import { putConfigRule } from './put-config-rule.ts';
import { startConfigRulesEvaluation } from './start-config-rules-evaluation.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

/** What AWS Config does here. */
export const CONFIG_ACTIONS = {
  DeleteConfigRule: deleteConfigRule,
  DescribeComplianceByConfigRule: describeComplianceByConfigRule,
  DescribeComplianceByResource: describeComplianceByResource,
  DescribeConfigRuleEvaluationStatus: describeConfigRuleEvaluationStatus,
  DescribeConfigRules: describeConfigRules,
  GetComplianceDetailsByConfigRule: getComplianceDetailsByConfigRule,
  GetComplianceDetailsByResource: getComplianceDetailsByResource,
  GetComplianceSummaryByConfigRule: getComplianceSummaryByConfigRule,
  ListTagsForResource: listTagsForResource,
  PutConfigRule: putConfigRule,
  StartConfigRulesEvaluation: startConfigRulesEvaluation,
  TagResource: tagResource,
  UntagResource: untagResource,
} satisfies ActionsOf<'config'>;
