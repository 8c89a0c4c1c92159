// Owns the nouns: what an instance, its options, its interfaces and its events are, in EC2's own words.
// Promises that a value of its types is complete and well-formed.
// Never reads configuration, stores anything or speaks a protocol.
export type { AccountAlias } from './account-alias.ts';
export { addressText, contextIdKey, isLoopback, parseAddress } from './address.ts';
export type { AddressKey } from './address.ts';
export { inRange, parseAddressRange } from './address-range.ts';
export type { AddressRange } from './address-range.ts';
export type { ApiEvent, ApiIdentity, ApiSession, SessionInstance } from './api-event.ts';
export {
  DEDICATED_PREFIX,
  dedicatedListener,
  dedicatedNetwork,
  DEFAULT_NETWORK,
  instanceNetwork,
  instanceOfNetwork,
  LINK_LOCAL_HOSTS,
} from './attachment.ts';
export type { Attachment, DedicatedListener } from './attachment.ts';
export type { ConfigRule, ConfigRuleScope } from './config-rule.ts';
export { OVERRIDES_MAX } from './content-override.ts';
export type { Audience, ContentOverride, ContentOverrides, Moment } from './content-override.ts';
export type { Detector } from './detector.ts';
export { isMetadataAddress } from './metadata-address.ts';
export {
  INSTANCE_ACTIONS,
  MAINTENANCE_CODES,
  maintenanceDescription,
  SPOT_ACTIONS,
  TARGET_LIFECYCLE_STATES,
} from './event.ts';
export type {
  InstanceAction,
  MaintenanceCode,
  MaintenanceEvent,
  SpotAction,
  SpotInterruption,
  TargetLifecycleState,
} from './event.ts';
export type {
  Experiment,
  ExperimentAction,
  ExperimentTarget,
  ExperimentTemplate,
  PlannedAction,
} from './experiment.ts';
export type {
  EvidentBurst,
  EvidentCall,
  EvidentRequest,
  Finding,
  FindingEvidence,
  FindingInstance,
  FindingResource,
  FindingType,
} from './finding.ts';
export type { FindingCondition, FindingFilter } from './finding-filter.ts';
export type {
  AccessKey,
  IamEntity,
  IamIdentity,
  IamInstanceProfile,
  IamRole,
  IamUser,
  ManagedPolicy,
  ManagedPolicyVersion,
  OidcProvider,
  PolicyText,
  Tags,
} from './iam.ts';
export { deriveInstanceId, deriveResourceId, parseAccountId, parseInstanceId } from './ids.ts';
export type { AccountId, InstanceId } from './ids.ts';
export type { Image, ImageHardware } from './image.ts';
export type {
  CallerContainer,
  CallerProcess,
  ImdsEvent,
  ImdsOutcome,
  ImdsVersion,
  Observation,
  RequestCount,
  RequestTraits,
} from './imds-event.ts';
export type { InstanceControls, InterfaceSettings, StateReasonCode, VolumeSettings } from './instance-controls.ts';
export { interruptionBehaviorOf } from './interruption-behavior.ts';
export type { AgendaItem, AgendaStep, Happening, InstanceEvent, InstanceSelector } from './instance-event.ts';
export type { InstanceProfile, ProfileStatus, RoleDelivery } from './instance-profile.ts';
export type { Instance, InstanceState, KeyPair, LifeCycle, ManagedSshKeys } from './instance.ts';
export { completeInstance, DEFAULT_BLOCK_DEVICES, defaultSubnetCidr, reservationOf } from './complete-instance.ts';
export type { InstanceDeclaration, NetworkInterfaceDeclaration } from './instance-declaration.ts';
export type { Launch, LaunchedAlike, LaunchedApart, LaunchPlan } from './launch.ts';
export type { LaunchTemplate, LaunchTemplateVersion } from './launch-template.ts';
export { accountLevel } from './metadata-defaults.ts';
export type { MetadataDefaults } from './metadata-defaults.ts';
export {
  BUILT_IN_METADATA_OPTIONS,
  decideMetadataOptions,
  effectiveOptions,
  IMDS_SUPPORT_V2_OPTIONS,
} from './metadata-options.ts';
export type {
  DecidedOption,
  DecidedOptions,
  HttpTokens,
  MetadataOptions,
  OptionLevels,
  OptionSource,
  Switch,
} from './metadata-options.ts';
export type {
  AlarmComparison,
  AlarmMetric,
  AlarmQuery,
  AlarmStanding,
  AlarmState,
  MetricAlarm,
  MissingData,
} from './metric-alarm.ts';
export { ipPrivateDnsName, publicDnsName, resourcePrivateDnsName } from './network-interface.ts';
export type { NetworkInterface, PublicAddress, SecurityGroup } from './network-interface.ts';
export type {
  AccountRequest,
  Organization,
  OrganizationAccount,
  OrganizationalUnit,
  OrganizationPolicy,
} from './organization.ts';
export type { RegisteredKeyPair } from './registered-key-pair.ts';
export type { RegisteredSecurityGroup, SecurityGroupPeer, SecurityGroupRule } from './registered-security-group.ts';
export type { ResourceTags } from './resource-tags.ts';
export { arn, availabilityZoneId, partitionOf } from './region.ts';
export type { Partition } from './region.ts';
export { boot, endMaintenance, reboot, settle, shutDown, SHUTDOWNS } from './state-transition.ts';
export type { Shutdown } from './state-transition.ts';
export { isMetadataTagKey } from './tag-key.ts';
export type { ThrottleLimits } from './throttle.ts';
