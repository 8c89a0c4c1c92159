/**
 * The condition keys that openimds fills in, spelled as AWS spells them; policies may spell them in any case, and a
 * `RequestContext` holds them in lower case. Key, type, when present and value follow the Service Authorization
 * Reference and the IAM User Guide, "AWS global condition context keys".
 */
export const CONDITION_KEYS = {
  /** Numeric. `1.0` or `2.0`: how the instance read the role credentials that signed the request; absent for others. */
  roleDelivery: 'ec2:RoleDelivery',
  /** ARN. The instance whose role credentials signed the request; absent for others. */
  sourceInstanceArn: 'ec2:SourceInstanceARN',
  /** String. The VPC that the signing role credentials were delivered to; absent for others. */
  ec2InstanceSourceVpc: 'aws:Ec2InstanceSourceVpc',
  /** IP address. The primary IPv4 address of the instance the signing role credentials were delivered to. */
  ec2InstanceSourcePrivateIpv4: 'aws:Ec2InstanceSourcePrivateIPv4',

  /** String. `optional` or `required`, for instances; at launch only when the request says so. */
  metadataHttpTokens: 'ec2:MetadataHttpTokens',
  /** String. `enabled` or `disabled`, for instances; at launch only when the request says so. */
  metadataHttpEndpoint: 'ec2:MetadataHttpEndpoint',
  /** Numeric. 1 to 64, for instances; at launch only when the request says so. */
  metadataHttpPutResponseHopLimit: 'ec2:MetadataHttpPutResponseHopLimit',
  /** String. `enabled` or `disabled`, for instances: whether tags are in the metadata. */
  instanceMetadataTags: 'ec2:InstanceMetadataTags',
  /** String. The attribute that a Modify call changes. */
  attribute: 'ec2:Attribute',
  /** String. The value ModifyInstanceMetadataOptions asks for; absent when it leaves `HttpTokens` alone. */
  attributeHttpTokens: 'ec2:Attribute/HttpTokens',
  /** String. The value ModifyInstanceMetadataOptions asks for; absent when it leaves `HttpEndpoint` alone. */
  attributeHttpEndpoint: 'ec2:Attribute/HttpEndpoint',
  /** Numeric. The value ModifyInstanceMetadataOptions asks for; absent when it leaves the hop limit alone. */
  attributeHttpPutResponseHopLimit: 'ec2:Attribute/HttpPutResponseHopLimit',
  /** String. The value ModifyInstanceMetadataOptions asks for; absent when it leaves `HttpProtocolIpv6` alone. */
  attributeHttpProtocolIpv6: 'ec2:Attribute/HttpProtocolIpv6',
  /** String. The value ModifyInstanceMetadataOptions asks for; absent when it leaves `InstanceMetadataTags` alone. */
  attributeInstanceMetadataTags: 'ec2:Attribute/InstanceMetadataTags',
  /** String. `v2.0`, for ModifyImageAttribute. */
  attributeImdsSupport: 'ec2:Attribute/ImdsSupport',
  /** String. `v2.0` for images registered so. */
  imdsSupport: 'ec2:ImdsSupport',
  /** String. The instance type, for instances. */
  instanceType: 'ec2:InstanceType',
  /** ARN. The instance profile, for instances that have one. */
  instanceProfile: 'ec2:InstanceProfile',
  /** String. The Region that is called. */
  ec2Region: 'ec2:Region',
  /** ARN. The launch template used for a launch. */
  launchTemplate: 'ec2:LaunchTemplate',
  /** Bool. Whether a launched resource is described by a launch template and not by the request. */
  isLaunchTemplateResource: 'ec2:IsLaunchTemplateResource',

  /** ARN. The principal: for a role session its role, not the session. */
  principalArn: 'aws:PrincipalArn',
  /** String. The principal's account. */
  principalAccount: 'aws:PrincipalAccount',
  /** String. `Account`, `User`, `FederatedUser`, `AssumedRole` or `Anonymous`. */
  principalType: 'aws:PrincipalType',
  /** String. The organization of the principal's account; absent when it is in none. */
  principalOrgId: 'aws:PrincipalOrgID',
  /** String, several. The path from root to account, such as `o-a1b2/r-ab12/ou-ab12-11111111/`. */
  principalOrgPaths: 'aws:PrincipalOrgPaths',
  /** Bool. Whether an AWS service itself is calling. */
  principalIsAwsService: 'aws:PrincipalIsAWSService',
  /** String. The calling service principal; absent for others. */
  principalServiceName: 'aws:PrincipalServiceName',
  /** String. The unique id: `AIDA…`, `AROA…:session`, or the account for the root user. */
  userId: 'aws:userid',
  /** String. The user's name; absent for roles. */
  userName: 'aws:username',
  /** Date. When temporary credentials were issued; absent for others. */
  tokenIssueTime: 'aws:TokenIssueTime',
  /** Bool. Whether temporary credentials were got with MFA; absent for long-term keys. */
  multiFactorAuthPresent: 'aws:MultiFactorAuthPresent',
  /** String. What the first session of a chain was tied to; absent when nothing. */
  sourceIdentity: 'aws:SourceIdentity',
  /** String. The OIDC or SAML provider that a session goes back to; absent for others. */
  federatedProvider: 'aws:FederatedProvider',

  /** Date. Now. */
  currentTime: 'aws:CurrentTime',
  /** Date. Now, in seconds since 1970. */
  epochTime: 'aws:EpochTime',
  /** IP address. Where the call came from; absent through a VPC endpoint. */
  sourceIp: 'aws:SourceIp',
  /** String. The VPC the call came from; only through a VPC endpoint. */
  sourceVpc: 'aws:SourceVpc',
  /** String. The VPC endpoint the call came through; absent otherwise. */
  sourceVpce: 'aws:SourceVpce',
  /** IP address. Where the call came from within a VPC; only through a VPC endpoint. */
  vpcSourceIp: 'aws:VpcSourceIp',
  /** Bool. Whether the call came over TLS. */
  secureTransport: 'aws:SecureTransport',
  /** String. The client's `User-Agent`. */
  userAgent: 'aws:UserAgent',
  /** String. The Region that is called. */
  requestedRegion: 'aws:RequestedRegion',
  /** Bool. Whether a service makes the call with its caller's credentials. */
  viaAwsService: 'aws:ViaAWSService',
  /** String, several. The services that a call was passed through. */
  calledVia: 'aws:CalledVia',
  /** ARN. The resource on whose behalf a service calls; absent otherwise. */
  sourceArn: 'aws:SourceArn',
  /** String. The account on whose behalf a service calls; absent otherwise. */
  sourceAccount: 'aws:SourceAccount',

  /** String. The account that owns the resource. */
  resourceAccount: 'aws:ResourceAccount',
  /** String. The organization of the account that owns the resource; absent when it is in none. */
  resourceOrgId: 'aws:ResourceOrgID',
  /** String, several. The keys of the tags in the request. */
  tagKeys: 'aws:TagKeys',

  /** String. What the caller of AssumeRole gave as `ExternalId`; absent when nothing. */
  stsExternalId: 'sts:ExternalId',
  /** String. What the caller of AssumeRole gave as session name. */
  stsRoleSessionName: 'sts:RoleSessionName',
  /** String. What the caller of AssumeRole gave as source identity; absent when nothing. */
  stsSourceIdentity: 'sts:SourceIdentity',
} as const;

/** Prefixes of the condition keys that end in the key of a tag. */
export const TAG_KEY_PREFIXES = {
  /** String. A tag of the resource. */
  resource: 'aws:ResourceTag/',
  /** String. A tag of an EC2 resource; the same value as with `aws:ResourceTag/`. */
  ec2Resource: 'ec2:ResourceTag/',
  /** String. A tag in the request. */
  request: 'aws:RequestTag/',
  /** String. A tag of the principal or of its session. */
  principal: 'aws:PrincipalTag/',
} as const;
