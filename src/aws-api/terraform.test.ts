// What the AWS provider of Terraform asks in one apply and the refresh after it, call by call as its source
// (hashicorp/terraform-provider-aws, internal/service/ec2) makes them. Whatever two of these answers disagree in
// shows up in `terraform plan` as a change that nobody made.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateLaunchTemplateCommand,
  DescribeAccountAttributesCommand,
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstanceCreditSpecificationsCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  GetInstanceMetadataDefaultsCommand,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataDefaultsCommand,
  ModifyInstanceMetadataOptionsCommand,
  RegisterImageCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, Instance, RunInstancesCommandInput, Volume } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, anApi, REGION } from './an-api.test-support.ts';

const IMAGE = 'ami-0123456789abcdef0';

/** `resourceInstanceCreate`: what is in every request, said or not. */
function launch(said: Partial<RunInstancesCommandInput> = {}): RunInstancesCommand {
  return new RunInstancesCommand({
    ClientToken: 'terraform-20260101000000000000000001',
    DisableApiTermination: false,
    EbsOptimized: false,
    HibernationOptions: { Configured: false },
    ImageId: IMAGE,
    InstanceType: 't3.micro',
    CreditSpecification: { CpuCredits: 'unlimited' },
    MaxCount: 1,
    MinCount: 1,
    Monitoring: { Enabled: false },
    Placement: { AvailabilityZone: '' },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] }],
    ...said,
  });
}

async function launched(ec2: EC2Client, said?: Partial<RunInstancesCommandInput>): Promise<Instance> {
  const { Instances: [{ InstanceId = '' } = {}] = [] } = await ec2.send(launch(said));
  return instanceOf(ec2, InstanceId);
}

async function instanceOf(ec2: EC2Client, id: string): Promise<Instance> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
  assert.equal(instances.length, 1);
  const [instance] = instances;
  assert.ok(instance !== undefined && instance.State !== undefined);
  return instance;
}

/** The attributes of `aws_instance` as `resourceInstanceRead` makes them out. */
async function refreshed(ec2: EC2Client, id: string): Promise<Readonly<Record<string, unknown>>> {
  const instance = await instanceOf(ec2, id);
  const { InstanceType, NetworkInterfaces = [], VpcId = '' } = instance;
  const { InstanceTypes: [type] = [] } = await ec2.send(
    new DescribeInstanceTypesCommand({ InstanceTypes: InstanceType === undefined ? [] : [InstanceType] }),
  );
  const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  const credits = type?.BurstablePerformanceSupported === true ? await creditsOf(ec2, id) : undefined;
  const primary = NetworkInterfaces.find(({ Attachment }) => Attachment?.DeviceIndex === 0);
  const attributes = {
    ami: instance.ImageId,
    instance_state: instance.State?.Name,
    instance_type: InstanceType,
    availability_zone: instance.Placement?.AvailabilityZone,
    placement_group: instance.Placement?.GroupName,
    tenancy: instance.Placement?.Tenancy,
    cpu_options: instance.CpuOptions,
    hibernation: instance.HibernationOptions?.Configured,
    enclave_options: instance.EnclaveOptions,
    maintenance_options: instance.MaintenanceOptions,
    metadata_options: instance.MetadataOptions,
    private_dns_name_options: instance.PrivateDnsNameOptions,
    capacity_reservation_specification: instance.CapacityReservationSpecification,
    key_name: instance.KeyName,
    private_ip: instance.PrivateIpAddress,
    private_dns: instance.PrivateDnsName,
    public_ip: instance.PublicIpAddress,
    iam_instance_profile: instance.IamInstanceProfile?.Arn,
    ebs_optimized: instance.EbsOptimized,
    source_dest_check: primary?.SourceDestCheck,
    monitoring: instance.Monitoring?.State,
    subnet_id: primary?.SubnetId,
    primary_network_interface_id: primary?.NetworkInterfaceId,
    ipv6_addresses: primary?.Ipv6Addresses,
    tags: instance.Tags,
    vpc_security_group_ids: instance.SecurityGroups?.map(({ GroupId }) => GroupId),
    security_groups: vpc?.IsDefault === true ? instance.SecurityGroups?.map(({ GroupName }) => GroupName) : [],
    block_devices: await blockDevices(ec2, instance),
    launch_template: await launchTemplateOf(ec2, id),
    disable_api_stop: (await attributeOf(ec2, id, 'disableApiStop')).DisableApiStop?.Value,
    disable_api_termination: (await attributeOf(ec2, id, 'disableApiTermination')).DisableApiTermination?.Value,
    shutdown: (await attributeOf(ec2, id, 'instanceInitiatedShutdownBehavior')).InstanceInitiatedShutdownBehavior
      ?.Value,
    user_data: (await attributeOf(ec2, id, 'userData')).UserData?.Value,
    cpu_credits: credits,
  };
  return attributes;
}

type AttributeName = 'disableApiStop' | 'disableApiTermination' | 'instanceInitiatedShutdownBehavior' | 'userData';

function attributeOf(ec2: EC2Client, InstanceId: string, Attribute: AttributeName) {
  return ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }));
}

async function creditsOf(ec2: EC2Client, id: string): Promise<string | undefined> {
  const { InstanceCreditSpecifications: all = [] } = await ec2.send(
    new DescribeInstanceCreditSpecificationsCommand({ InstanceIds: [id] }),
  );
  assert.deepEqual(
    all.map(({ InstanceId }) => InstanceId),
    [id],
  );
  return all[0]?.CpuCredits;
}

/** `readBlockDevicesFromInstance`. */
async function blockDevices(ec2: EC2Client, instance: Instance): Promise<readonly unknown[]> {
  const mappings = instance.BlockDeviceMappings ?? [];
  const ids = mappings.flatMap(({ Ebs }) => Ebs?.VolumeId ?? []);
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({ VolumeIds: ids }));
  assert.equal(Volumes.length, ids.length);
  return mappings.map(({ DeviceName, Ebs }) => {
    const volume: Volume = Volumes.find(({ VolumeId }) => VolumeId === Ebs?.VolumeId) ?? {};
    assert.equal(volume.Attachments?.[0]?.Device, DeviceName);
    assert.equal(volume.Attachments?.[0]?.DeleteOnTermination, Ebs?.DeleteOnTermination);
    assert.equal(volume.AvailabilityZone, instance.Placement?.AvailabilityZone);
    return {
      device_name: DeviceName,
      is_root: DeviceName === instance.RootDeviceName,
      volume_id: volume.VolumeId,
      volume_size: volume.Size,
      volume_type: volume.VolumeType,
      iops: volume.Iops,
      throughput: volume.Throughput,
      encrypted: volume.Encrypted,
      delete_on_termination: Ebs?.DeleteOnTermination,
    };
  });
}

/** `flattenInstanceLaunchTemplate`: by tags that EC2 puts on what was launched from a template. */
async function launchTemplateOf(ec2: EC2Client, id: string): Promise<object | undefined> {
  const templateId = await tagOf(ec2, id, 'aws:ec2launchtemplate:id');
  if (templateId === undefined) return undefined;
  const { LaunchTemplates: [template] = [] } = await ec2.send(
    new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [templateId] }),
  );
  const version = (await tagOf(ec2, id, 'aws:ec2launchtemplate:version')) ?? '';
  const { LaunchTemplateVersions: [found] = [] } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: templateId, Versions: [version] }),
  );
  return { id: templateId, name: template?.LaunchTemplateName, version: String(found?.VersionNumber) };
}

async function tagOf(ec2: EC2Client, id: string, key: string): Promise<string | undefined> {
  const { Tags = [] } = await ec2.send(
    new DescribeTagsCommand({
      Filters: [
        { Name: 'resource-id', Values: [id] },
        { Name: 'key', Values: [key] },
      ],
    }),
  );
  return Tags[0]?.Value;
}

test('the provider finds out whose account it is, and what its default VPC is', async (t) => {
  const on = await anApi(t);
  const { ec2, sts } = on.clients();
  assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, ACCOUNT);
  const { AccountAttributes: [attribute] = [] } = await ec2.send(
    new DescribeAccountAttributesCommand({ AttributeNames: ['default-vpc'] }),
  );
  const { Vpcs: [vpc] = [] } = await ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'isDefault', Values: ['true'] }] }),
  );
  assert.equal(attribute?.AttributeValues?.[0]?.AttributeValue, vpc?.VpcId);
});

test('an instance of which only image and type are said reads the same twice, as it was asked for', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { InstanceId: id = '' } = await launched(ec2);
  const state = await refreshed(ec2, id);
  assert.deepEqual(await refreshed(ec2, id), state);
  const { ami, instance_type, instance_state, ebs_optimized, hibernation, monitoring, source_dest_check } = state;
  assert.deepEqual([ami, instance_type, instance_state], [IMAGE, 't3.micro', 'running']);
  assert.deepEqual([ebs_optimized, hibernation, monitoring, source_dest_check], [false, false, 'disabled', true]);
  assert.deepEqual([state['disable_api_stop'], state['disable_api_termination']], [false, false]);
  assert.deepEqual([state['shutdown'], state['cpu_credits'], state['user_data']], ['stop', 'unlimited', undefined]);
  assert.deepEqual(state['tags'], [{ Key: 'Name', Value: 'web' }]);
  assert.deepEqual(state['security_groups'], ['default']);
  assert.equal(state['availability_zone'], `${REGION}a`);
});

test('what is said of an instance is what is read of it', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  // data "aws_subnets" and "aws_subnet", data "aws_security_group"
  const { Subnets: [subnet] = [] } = await ec2.send(
    new DescribeSubnetsCommand({
      Filters: [
        { Name: 'default-for-az', Values: ['true'] },
        { Name: 'availability-zone', Values: [`${REGION}b`] },
      ],
    }),
  );
  const { SecurityGroups: [group] = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: 'group-name', Values: ['default'] },
        { Name: 'vpc-id', Values: [subnet?.VpcId ?? ''] },
      ],
    }),
  );
  assert.ok(subnet?.SubnetId !== undefined && group?.GroupId !== undefined);
  const { InstanceId: id = '' } = await launched(ec2, {
    InstanceType: 'm5.large',
    CreditSpecification: undefined,
    EbsOptimized: true,
    DisableApiStop: true,
    DisableApiTermination: true,
    InstanceInitiatedShutdownBehavior: 'terminate',
    Monitoring: { Enabled: true },
    MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 3 },
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnet.SubnetId, Groups: [group.GroupId] }],
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30, VolumeType: 'gp3', Iops: 4000, DeleteOnTermination: false } },
      {
        DeviceName: '/dev/sdf',
        Ebs: { VolumeSize: 100, VolumeType: 'st1', Encrypted: true, DeleteOnTermination: true },
      },
    ],
    UserData: Buffer.from('#!/bin/sh\n').toString('base64'),
  });
  const state = await refreshed(ec2, id);
  assert.deepEqual(await refreshed(ec2, id), state);
  assert.deepEqual([state['subnet_id'], state['availability_zone']], [subnet.SubnetId, `${REGION}b`]);
  assert.deepEqual(state['vpc_security_group_ids'], [group.GroupId]);
  assert.deepEqual([state['ebs_optimized'], state['monitoring'], state['shutdown']], [true, 'enabled', 'terminate']);
  assert.deepEqual([state['disable_api_stop'], state['disable_api_termination']], [true, true]);
  assert.equal(state['user_data'], Buffer.from('#!/bin/sh\n').toString('base64'));
  assert.deepEqual(state['cpu_credits'], undefined);
  const said = (state['block_devices'] as readonly Readonly<Record<string, unknown>>[]).map((device) => [
    device['device_name'],
    device['is_root'],
    device['volume_size'],
    device['volume_type'],
    device['iops'],
    device['encrypted'],
    device['delete_on_termination'],
  ]);
  assert.deepEqual(said, [
    ['/dev/xvda', true, 30, 'gp3', 4000, false, false],
    ['/dev/sdf', false, 100, 'st1', undefined, true, true],
  ]);
});

test('the network around an instance is there for data sources', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const instance = await launched(ec2);
  const [nic] = instance.NetworkInterfaces ?? [];
  const { Subnets: [subnet] = [] } = await ec2.send(
    new DescribeSubnetsCommand({ SubnetIds: [instance.SubnetId ?? ''] }),
  );
  assert.deepEqual([subnet?.VpcId, subnet?.AvailabilityZone], [instance.VpcId, instance.Placement?.AvailabilityZone]);
  const { NetworkInterfaces: [described] = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [nic?.NetworkInterfaceId ?? ''] }),
  );
  assert.equal(described?.Attachment?.InstanceId, instance.InstanceId);
  assert.deepEqual(
    [described?.MacAddress, described?.PrivateIpAddress, described?.SubnetId, described?.Groups],
    [nic?.MacAddress, nic?.PrivateIpAddress, nic?.SubnetId, nic?.Groups],
  );
  const { SecurityGroups: [group] = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ GroupIds: [instance.SecurityGroups?.[0]?.GroupId ?? ''] }),
  );
  assert.deepEqual([group?.GroupName, group?.VpcId], ['default', instance.VpcId]);
  for (const Attribute of ['enableDnsHostnames', 'enableDnsSupport', 'enableNetworkAddressUsageMetrics'] as const) {
    const answer = await ec2.send(new DescribeVpcAttributeCommand({ VpcId: instance.VpcId, Attribute }));
    const { EnableDnsHostnames: names, EnableDnsSupport: dns, EnableNetworkAddressUsageMetrics: metrics } = answer;
    assert.deepEqual([names, dns, metrics].filter((value) => value?.Value !== undefined).length, 1);
  }
});

test('an instance from a launch template is seen to be from it', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { LaunchTemplate: template } = await ec2.send(
    new CreateLaunchTemplateCommand({
      ClientToken: 'terraform-20260101000000000000000002',
      LaunchTemplateName: 'web',
      LaunchTemplateData: { ImageId: IMAGE, InstanceType: 't3.small', MetadataOptions: { HttpTokens: 'required' } },
    }),
  );
  const { InstanceId: id = '' } = await launched(ec2, {
    ImageId: undefined,
    InstanceType: undefined,
    LaunchTemplate: { LaunchTemplateId: template?.LaunchTemplateId, Version: '$Latest' },
  });
  const state = await refreshed(ec2, id);
  assert.deepEqual(state['launch_template'], { id: template?.LaunchTemplateId, name: 'web', version: '1' });
  assert.equal(state['instance_type'], 't3.small');
  assert.deepEqual(await refreshed(ec2, id), state);
});

test('metadata options are waited for until they are applied, and read as they were set', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { InstanceId: id = '' } = await launched(ec2);
  const options = { HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 2 } as const;
  on.applied = 0;
  await ec2.send(
    new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, ...options, InstanceMetadataTags: 'enabled' }),
  );
  assert.equal((await instanceOf(ec2, id)).MetadataOptions?.State, 'pending');
  on.applied = Number.MAX_SAFE_INTEGER;
  const { MetadataOptions: read } = await instanceOf(ec2, id);
  assert.deepEqual(read, {
    ...options,
    HttpProtocolIpv6: 'disabled',
    InstanceMetadataTags: 'enabled',
    State: 'applied',
  });
});

test('destroying switches the protection off, and waits until the instance and its volumes are gone', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const instance = await launched(ec2, { DisableApiTermination: true, DisableApiStop: true });
  const { InstanceId: id = '' } = instance;
  for (const protection of [{ DisableApiTermination: { Value: false } }, { DisableApiStop: { Value: false } }]) {
    await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, ...protection }));
  }
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  assert.equal((await instanceOf(ec2, id)).State?.Name, 'terminated');
  const { Volumes } = await ec2.send(
    new DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [id] }] }),
  );
  assert.deepEqual(Volumes ?? [], []);
});

test('an image is found by id and by filters, with the root device that an instance of it has', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { ImageId: id = '' } = await ec2.send(
    new RegisterImageCommand({
      Name: 'base',
      Architecture: 'arm64',
      RootDeviceName: '/dev/sda1',
      ImdsSupport: 'v2.0',
      VirtualizationType: 'hvm',
      EnaSupport: true,
      BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { SnapshotId: 'snap-0123456789abcdef0', VolumeSize: 12 } }],
    }),
  );
  const byId = await ec2.send(new DescribeImagesCommand({ ImageIds: [id] }));
  const byName = await ec2.send(
    new DescribeImagesCommand({ Owners: ['self'], Filters: [{ Name: 'name', Values: ['ba*'] }] }),
  );
  assert.deepEqual(byName.Images, byId.Images);
  const [image] = byId.Images ?? [];
  assert.deepEqual([image?.ImdsSupport, image?.State, image?.RootDeviceName], ['v2.0', 'available', '/dev/sda1']);
  const { InstanceId: instance = '' } = await launched(ec2, { ImageId: id, InstanceType: 't4g.micro' });
  const state = await refreshed(ec2, instance);
  const [root] = state['block_devices'] as readonly Readonly<Record<string, unknown>>[];
  assert.deepEqual([root?.['device_name'], root?.['is_root'], root?.['volume_size']], ['/dev/sda1', true, 12]);
});

test('account defaults are read as they were set, and stay there when they are taken back', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const set = {
    HttpEndpoint: 'enabled',
    HttpPutResponseHopLimit: 2,
    HttpTokens: 'required',
    InstanceMetadataTags: 'no-preference',
  } as const;
  await ec2.send(new ModifyInstanceMetadataDefaultsCommand(set));
  const { AccountLevel: read } = await ec2.send(new GetInstanceMetadataDefaultsCommand({}));
  assert.deepEqual(
    [read?.HttpEndpoint, read?.HttpPutResponseHopLimit, read?.HttpTokens, read?.InstanceMetadataTags],
    ['enabled', 2, 'required', undefined],
  );
  await ec2.send(
    new ModifyInstanceMetadataDefaultsCommand({
      HttpEndpoint: 'no-preference',
      HttpPutResponseHopLimit: -1,
      HttpTokens: 'no-preference',
      InstanceMetadataTags: 'no-preference',
    }),
  );
  // The resource would be taken to be gone if there were nothing at all.
  assert.ok((await ec2.send(new GetInstanceMetadataDefaultsCommand({}))).AccountLevel !== undefined);
});
