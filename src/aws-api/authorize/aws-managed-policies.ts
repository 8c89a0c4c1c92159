/** Services that policies about everything are spelled out for: an action pattern must begin with one. */
const SERVICES = [
  'autoscaling',
  'cloudformation',
  'cloudtrail',
  'cloudwatch',
  'config',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticloadbalancing',
  'guardduty',
  'iam',
  'kms',
  'lambda',
  'logs',
  'organizations',
  'rds',
  'route53',
  's3',
  'sns',
  'sqs',
  'ssm',
  'sts',
] as const;

const STATEMENT = { Effect: 'Allow', Resource: '*' } as const;

/** What each policy allows, by the part of its ARN after `policy/`; `*` stands for everything a service does. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  AmazonDynamoDBFullAccess: ['dynamodb:*'],
  AmazonEC2ContainerRegistryReadOnly: ['ecr:BatchCheck*', 'ecr:BatchGet*', 'ecr:Describe*', 'ecr:Get*', 'ecr:List*'],
  AmazonEC2FullAccess: ['ec2:*', 'elasticloadbalancing:*', 'cloudwatch:*', 'autoscaling:*'],
  AmazonEC2ReadOnlyAccess: ['ec2:Describe*', 'ec2:Get*', 'cloudwatch:Describe*', 'cloudwatch:List*', 'cloudwatch:Get*'],
  AmazonEKSWorkerNodePolicy: ['ec2:DescribeInstances', 'ec2:DescribeInstanceTypes', 'eks:DescribeCluster'],
  AmazonGuardDutyFullAccess: ['guardduty:*'],
  AmazonGuardDutyReadOnlyAccess: ['guardduty:Describe*', 'guardduty:Get*', 'guardduty:List*'],
  AmazonS3FullAccess: ['s3:*', 's3-object-lambda:*'],
  AmazonS3ReadOnlyAccess: ['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'],
  AmazonSQSFullAccess: ['sqs:*'],
  AmazonSSMManagedInstanceCore: [
    'ssm:DescribeAssociation',
    'ssm:GetDeployablePatchSnapshotForInstance',
    'ssm:GetDocument',
    'ssm:DescribeDocument',
    'ssm:GetManifest',
    'ssm:GetParameter',
    'ssm:GetParameters',
    'ssm:ListAssociations',
    'ssm:ListInstanceAssociations',
    'ssm:PutInventory',
    'ssm:PutComplianceItems',
    'ssm:PutConfigurePackageResult',
    'ssm:UpdateAssociationStatus',
    'ssm:UpdateInstanceAssociationStatus',
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
    'ec2messages:*',
  ],
  AWSOrganizationsFullAccess: ['organizations:*'],
  AWSOrganizationsReadOnlyAccess: ['organizations:Describe*', 'organizations:List*'],
  CloudWatchAgentServerPolicy: ['cloudwatch:PutMetricData', 'ec2:DescribeVolumes', 'ec2:DescribeTags', 'logs:*'],
  CloudWatchFullAccess: ['cloudwatch:*', 'logs:*', 'sns:*'],
  CloudWatchReadOnlyAccess: [
    'cloudwatch:Describe*',
    'cloudwatch:Get*',
    'cloudwatch:List*',
    'logs:Get*',
    'logs:Describe*',
  ],
  IAMFullAccess: ['iam:*', 'organizations:Describe*', 'organizations:List*'],
  IAMReadOnlyAccess: ['iam:GenerateCredentialReport', 'iam:Get*', 'iam:List*', 'iam:Simulate*'],
  ReadOnlyAccess: inEveryService('Describe*', 'Get*', 'List*', 'Lookup*'),
  SecurityAudit: inEveryService('Describe*', 'List*', 'GetAccount*', 'Get*Policy*'),
  'job-function/ViewOnlyAccess': inEveryService('Describe*', 'List*'),
  'service-role/AmazonEC2RoleforSSM': ['ssm:*', 'ssmmessages:*', 'ec2messages:*', 'cloudwatch:PutMetricData', 'logs:*'],
};

/** Services that power users are kept out of. */
const POWER_USER = { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' } as const;

/**
 * The documents of policies that AWS keeps, by the part of their ARN after `policy/`: those that people attach most, cut
 * down to what they say of services (AWS Managed Policy Reference Guide).
 */
export const AWS_MANAGED_POLICIES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ALLOWED).map(([name, Action]) => [name, documentOf({ ...STATEMENT, Action })] as const),
  ['PowerUserAccess', documentOf(POWER_USER)],
]);

function inEveryService(...actions: readonly string[]): readonly string[] {
  return SERVICES.flatMap((service) => actions.map((action) => `${service}:${action}`));
}

function documentOf(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
