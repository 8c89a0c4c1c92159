import type { Estate } from './estate.ts';
import type { Evaluation } from './evaluation.ts';
import {
  endpointUsed,
  hopLimitWithContainers,
  imdsv2Required,
  profileAttached,
  profileNotAdministrator,
} from './instance-rules.ts';
import { defaultsRequireImdsv2, imageSupportsImdsv2, launchTemplateRequiresImdsv2 } from './template-rules.ts';

/** A rule that somebody can switch on by its identifier. */
export interface ManagedRule {
  readonly description: string;
  readonly evaluate: (estate: Estate) => readonly Evaluation[];
}

/** AWS's own identifiers (AWS Config Developer Guide, "List of AWS Config Managed Rules"), and ours, which begin with `OPENIMDS_`. */
export const MANAGED_RULES: ReadonlyMap<string, ManagedRule> = new Map(
  Object.entries({
    EC2_IMDSV2_CHECK: { description: 'Checks whether instances require IMDSv2.', evaluate: imdsv2Required },
    EC2_LAUNCH_TEMPLATE_IMDSV2_CHECK: {
      description: 'Checks whether the default versions of launch templates require IMDSv2.',
      evaluate: launchTemplateRequiresImdsv2,
    },
    AUTOSCALING_LAUNCHCONFIG_REQUIRES_IMDSV2: {
      description:
        'Checks whether launch configurations require IMDSv2; there are none here, so there is nothing to evaluate.',
      evaluate: () => [],
    },
    EC2_INSTANCE_PROFILE_ATTACHED: {
      description: 'Checks whether instances have an instance profile.',
      evaluate: profileAttached,
    },
    OPENIMDS_ACCOUNT_DEFAULTS_REQUIRE_IMDSV2: {
      description: 'Checks whether the account-level defaults require IMDSv2.',
      evaluate: defaultsRequireImdsv2,
    },
    OPENIMDS_IMAGE_SUPPORTS_IMDSV2: {
      description: 'Checks whether images are registered with ImdsSupport v2.0.',
      evaluate: imageSupportsImdsv2,
    },
    OPENIMDS_HOP_LIMIT_WITH_CONTAINERS: {
      description: 'Checks that no containers read metadata by way of a hop limit above 1.',
      evaluate: hopLimitWithContainers,
    },
    OPENIMDS_METADATA_ENDPOINT_USED: {
      description: 'Checks that the metadata service is enabled only where something asks it.',
      evaluate: endpointUsed,
    },
    OPENIMDS_INSTANCE_PROFILE_NOT_ADMINISTRATOR: {
      description: 'Checks that no instance has a role that may do everything.',
      evaluate: profileNotAdministrator,
    },
  }),
);
