import type { ActionsOf } from '../action.ts';
import { associateIamInstanceProfile } from './associate-iam-instance-profile.ts';
import { createKeyPair } from './create-key-pair.ts';
import { createLaunchTemplate } from './create-launch-template.ts';
import { createLaunchTemplateVersion } from './create-launch-template-version.ts';
import { createTags } from './create-tags.ts';
import { deleteKeyPair } from './delete-key-pair.ts';
import { deleteLaunchTemplate } from './delete-launch-template.ts';
import { deleteLaunchTemplateVersions } from './delete-launch-template-versions.ts';
import { deleteTags } from './delete-tags.ts';
import { deregisterImage } from './deregister-image.ts';
import { describeAccountAttributes } from './describe-account-attributes.ts';
import { describeAvailabilityZones } from './describe-availability-zones.ts';
import { describeIamInstanceProfileAssociations } from './describe-iam-instance-profile-associations.ts';
import { describeImageAttribute } from './describe-image-attribute.ts';
import { describeImages } from './describe-images.ts';
import { describeInstanceAttribute } from './describe-instance-attribute.ts';
import { describeInstanceCreditSpecifications } from './describe-instance-credit-specifications.ts';
import { describeInstanceStatus } from './describe-instance-status.ts';
import { describeInstanceTypeOfferings } from './describe-instance-type-offerings.ts';
import { describeInstanceTypes } from './describe-instance-types.ts';
import { describeInstances } from './describe-instances.ts';
import { describeKeyPairs } from './describe-key-pairs.ts';
import { describeLaunchTemplateVersions } from './describe-launch-template-versions.ts';
import { describeLaunchTemplates } from './describe-launch-templates.ts';
import { describeNetworkInterfaces } from './describe-network-interfaces.ts';
import { describeRegions } from './describe-regions.ts';
import { describeSecurityGroups } from './describe-security-groups.ts';
import { describeSubnets } from './describe-subnets.ts';
import { describeTags } from './describe-tags.ts';
import { describeVolumes } from './describe-volumes.ts';
import { describeVpcAttribute } from './describe-vpc-attribute.ts';
import { describeVpcs } from './describe-vpcs.ts';
import { disassociateIamInstanceProfile } from './disassociate-iam-instance-profile.ts';
import { getInstanceMetadataDefaults } from './get-instance-metadata-defaults.ts';
import { importKeyPair } from './import-key-pair.ts';
import { modifyImageAttribute } from './modify-image-attribute.ts';
import { modifyInstanceAttribute } from './modify-instance-attribute.ts';
import { modifyInstanceMetadataDefaults } from './modify-instance-metadata-defaults.ts';
import { modifyInstanceMetadataOptions } from './modify-instance-metadata-options.ts';
import { modifyLaunchTemplate } from './modify-launch-template.ts';
import { rebootInstances } from './reboot-instances.ts';
import { registerImage } from './register-image.ts';
import { replaceIamInstanceProfileAssociation } from './replace-iam-instance-profile-association.ts';
import { runInstances } from './run-instances.ts';
import { startInstances } from './start-instances.ts';
import { stopInstances } from './stop-instances.ts';
import { terminateInstances } from './terminate-instances.ts';

/** What EC2 does here. */
export const EC2_ACTIONS = {
  AssociateIamInstanceProfile: associateIamInstanceProfile,
  CreateKeyPair: createKeyPair,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  CreateTags: createTags,
  DeleteKeyPair: deleteKeyPair,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions,
  DeleteTags: deleteTags,
  DeregisterImage: deregisterImage,
  DescribeAccountAttributes: describeAccountAttributes,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeIamInstanceProfileAssociations: describeIamInstanceProfileAssociations,
  DescribeImageAttribute: describeImageAttribute,
  DescribeImages: describeImages,
  DescribeInstanceAttribute: describeInstanceAttribute,
  DescribeInstanceCreditSpecifications: describeInstanceCreditSpecifications,
  DescribeInstanceStatus: describeInstanceStatus,
  DescribeInstanceTypeOfferings: describeInstanceTypeOfferings,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeInstances: describeInstances,
  DescribeKeyPairs: describeKeyPairs,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribeRegions: describeRegions,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSubnets: describeSubnets,
  DescribeTags: describeTags,
  DescribeVolumes: describeVolumes,
  DescribeVpcAttribute: describeVpcAttribute,
  DescribeVpcs: describeVpcs,
  DisassociateIamInstanceProfile: disassociateIamInstanceProfile,
  GetInstanceMetadataDefaults: getInstanceMetadataDefaults,
  ImportKeyPair: importKeyPair,
  ModifyImageAttribute: modifyImageAttribute,
  ModifyInstanceAttribute: modifyInstanceAttribute,
  ModifyInstanceMetadataDefaults: modifyInstanceMetadataDefaults,
  ModifyInstanceMetadataOptions: modifyInstanceMetadataOptions,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  RebootInstances: rebootInstances,
  RegisterImage: registerImage,
  ReplaceIamInstanceProfileAssociation: replaceIamInstanceProfileAssociation,
  RunInstances: runInstances,
  StartInstances: startInstances,
  StopInstances: stopInstances,
  TerminateInstances: terminateInstances,
} satisfies ActionsOf<'ec2'>;
