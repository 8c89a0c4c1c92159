/** A service whose schemas are taken over: where they come from and which operations of it are wanted. */
export interface Wanted {
  /** The name of the service in this project, and of its generated files. */
  readonly name: string;
  /** An installed client, or `botocore/NAME` for the model in `models/NAME.json`. */
  readonly package: string;
  /** Whether list items and members are spelled EC2's way in a query. */
  readonly dialect: 'ec2' | 'query' | 'document' | 'rest';
  /** Enums AWS adds to between releases of the SDK: typed as text and left to the operation to check. */
  readonly openEnums: readonly string[];
  readonly operations: readonly string[];
}

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Every service and operation that is spoken; adding an operation is adding its name here. */
export const WANTED: readonly Wanted[] = [
  {
    name: 'ec2',
    package: '@aws-sdk/client-ec2',
    dialect: 'ec2',
    openEnums: ['_InstanceType'],
    operations: names(`
      RunInstances DescribeInstances DescribeInstanceStatus DescribeInstanceAttribute ModifyInstanceAttribute
      StartInstances StopInstances RebootInstances TerminateInstances
      ModifyInstanceMetadataOptions ModifyInstanceMetadataDefaults GetInstanceMetadataDefaults
      RegisterImage DescribeImages ModifyImageAttribute DescribeImageAttribute DeregisterImage
      CreateLaunchTemplate CreateLaunchTemplateVersion DescribeLaunchTemplates DescribeLaunchTemplateVersions
      ModifyLaunchTemplate DeleteLaunchTemplate DeleteLaunchTemplateVersions
      AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation DisassociateIamInstanceProfile
      DescribeIamInstanceProfileAssociations
      CreateTags DeleteTags DescribeTags CreateKeyPair ImportKeyPair DescribeKeyPairs DeleteKeyPair
      DescribeInstanceTypes DescribeInstanceTypeOfferings DescribeInstanceCreditSpecifications
      DescribeVpcs DescribeVpcAttribute DescribeSubnets DescribeSecurityGroups DescribeNetworkInterfaces
      ModifyInstanceEventStartTime DescribeVolumes DescribeAccountAttributes DescribeRegions DescribeAvailabilityZones
      MonitorInstances UnmonitorInstances ModifyInstanceCreditSpecification ModifyInstanceMaintenanceOptions
      AssignPrivateIpAddresses UnassignPrivateIpAddresses AssignIpv6Addresses UnassignIpv6Addresses
      DescribeRouteTables GetInstanceUefiData ModifyVolume DescribeVolumesModifications ModifyNetworkInterfaceAttribute
      CreateSecurityGroup DeleteSecurityGroup DescribeSecurityGroupRules
      AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress
      RevokeSecurityGroupIngress RevokeSecurityGroupEgress ModifySecurityGroupRules
    `),
  },
  {
    name: 'iam',
    package: '@aws-sdk/client-iam',
    dialect: 'query',
    openEnums: [],
    operations: names(`
      CreateUser GetUser ListUsers UpdateUser DeleteUser TagUser UntagUser ListUserTags
      CreateAccessKey ListAccessKeys UpdateAccessKey DeleteAccessKey GetAccessKeyLastUsed
      PutUserPolicy GetUserPolicy ListUserPolicies DeleteUserPolicy
      AttachUserPolicy DetachUserPolicy ListAttachedUserPolicies
      PutUserPermissionsBoundary DeleteUserPermissionsBoundary
      CreateRole GetRole ListRoles UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole
      TagRole UntagRole ListRoleTags
      PutRolePolicy GetRolePolicy ListRolePolicies DeleteRolePolicy
      AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies
      PutRolePermissionsBoundary DeleteRolePermissionsBoundary
      CreatePolicy GetPolicy ListPolicies DeletePolicy ListEntitiesForPolicy
      CreatePolicyVersion GetPolicyVersion ListPolicyVersions SetDefaultPolicyVersion DeletePolicyVersion
      CreateInstanceProfile GetInstanceProfile ListInstanceProfiles ListInstanceProfilesForRole DeleteInstanceProfile
      AddRoleToInstanceProfile RemoveRoleFromInstanceProfile
      TagInstanceProfile UntagInstanceProfile ListInstanceProfileTags
      CreateOpenIDConnectProvider GetOpenIDConnectProvider ListOpenIDConnectProviders DeleteOpenIDConnectProvider
      TagOpenIDConnectProvider UntagOpenIDConnectProvider ListOpenIDConnectProviderTags TagPolicy UntagPolicy ListPolicyTags
      GetAccountSummary GetAccountAuthorizationDetails CreateAccountAlias DeleteAccountAlias
      UpdateOpenIDConnectProviderThumbprint AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider
      ListAccountAliases ListGroupsForUser ListMFADevices ListSigningCertificates ListSSHPublicKeys
      ListServiceSpecificCredentials SimulatePrincipalPolicy SimulateCustomPolicy
    `),
  },
  {
    name: 'sts',
    package: '@aws-sdk/client-sts',
    dialect: 'query',
    openEnums: [],
    operations: names(`
      GetCallerIdentity AssumeRole AssumeRoleWithWebIdentity DecodeAuthorizationMessage GetSessionToken GetAccessKeyInfo
    `),
  },
  {
    name: 'cloudwatch',
    package: '@aws-sdk/client-cloudwatch',
    dialect: 'query',
    openEnums: [],
    operations: names(`
      ListMetrics GetMetricData GetMetricStatistics PutMetricData
      PutMetricAlarm DescribeAlarms DescribeAlarmsForMetric DescribeAlarmHistory SetAlarmState DeleteAlarms
      EnableAlarmActions DisableAlarmActions ListTagsForResource TagResource UntagResource
    `),
  },
  {
    name: 'cloudtrail',
    package: '@aws-sdk/client-cloudtrail',
    dialect: 'document',
    openEnums: [],
    operations: names('LookupEvents DescribeTrails GetTrail GetTrailStatus ListTrails'),
  },
  {
    name: 'config',
    package: '@aws-sdk/client-config-service',
    dialect: 'document',
    openEnums: ['ResourceType'],
    operations: names(`
      PutConfigRule DescribeConfigRules DeleteConfigRule DescribeConfigRuleEvaluationStatus
      DescribeComplianceByConfigRule DescribeComplianceByResource
      GetComplianceDetailsByConfigRule GetComplianceDetailsByResource GetComplianceSummaryByConfigRule
      StartConfigRulesEvaluation ListTagsForResource TagResource UntagResource
    `),
  },
  {
    name: 'organizations',
    package: '@aws-sdk/client-organizations',
    dialect: 'document',
    openEnums: [],
    operations: names(`
      CreateOrganization DescribeOrganization DeleteOrganization ListRoots
      CreateOrganizationalUnit DescribeOrganizationalUnit UpdateOrganizationalUnit DeleteOrganizationalUnit
      ListOrganizationalUnitsForParent ListParents ListChildren
      CreateAccount DescribeCreateAccountStatus ListCreateAccountStatus DescribeAccount ListAccounts
      ListAccountsForParent MoveAccount CloseAccount RemoveAccountFromOrganization
      CreatePolicy DescribePolicy ListPolicies UpdatePolicy DeletePolicy AttachPolicy DetachPolicy
      ListPoliciesForTarget ListTargetsForPolicy EnablePolicyType DisablePolicyType DescribeEffectivePolicy
      EnableAWSServiceAccess DisableAWSServiceAccess ListAWSServiceAccessForOrganization
      ListTagsForResource TagResource UntagResource
    `),
  },
  {
    name: 'guardduty',
    package: '@aws-sdk/client-guardduty',
    dialect: 'rest',
    openEnums: [],
    operations: names(`
      CreateDetector ListDetectors GetDetector UpdateDetector DeleteDetector
      ListFindings GetFindings GetFindingsStatistics ArchiveFindings UnarchiveFindings
      CreateSampleFindings UpdateFindingsFeedback ListTagsForResource TagResource UntagResource
      CreateFilter ListFilters GetFilter UpdateFilter DeleteFilter
    `),
  },
  {
    name: 'fis',
    package: 'botocore/fis',
    dialect: 'rest',
    openEnums: [],
    operations: names(`
      CreateExperimentTemplate GetExperimentTemplate ListExperimentTemplates DeleteExperimentTemplate
      StartExperiment GetExperiment ListExperiments StopExperiment
    `),
  },
];
