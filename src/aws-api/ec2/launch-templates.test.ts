import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  ModifyLaunchTemplateCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, Instance, RequestLaunchTemplateData, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { ACCOUNT, anApi, errorOf, EVERYTHING, policy, REGION, roleKeys } from '../an-api.test-support.ts';

const IMAGE = 'ami-0123456789abcdef0';
const NAME = 'web-template';
const DATA: RequestLaunchTemplateData = {
  ImageId: IMAGE,
  InstanceType: 't3.small',
  MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 3 },
  TagSpecifications: [
    {
      ResourceType: 'instance',
      Tags: [
        { Key: 'Name', Value: 'of-template' },
        { Key: 'Stage', Value: 'prod' },
      ],
    },
  ],
};

async function create(ec2: EC2Client, data = DATA, ClientToken?: string): Promise<string> {
  const input = { LaunchTemplateName: NAME, LaunchTemplateData: data, VersionDescription: 'first', ClientToken };
  const { LaunchTemplate } = await ec2.send(new CreateLaunchTemplateCommand(input));
  return LaunchTemplate?.LaunchTemplateId ?? '';
}

async function addVersion(ec2: EC2Client, data: RequestLaunchTemplateData, SourceVersion?: string): Promise<number> {
  const input = { LaunchTemplateName: NAME, LaunchTemplateData: data, SourceVersion };
  const { LaunchTemplateVersion } = await ec2.send(new CreateLaunchTemplateVersionCommand(input));
  return LaunchTemplateVersion?.VersionNumber ?? 0;
}

async function launch(
  ec2: EC2Client,
  LaunchTemplate: RunInstancesCommandInput['LaunchTemplate'],
  more: Partial<RunInstancesCommandInput> = {},
): Promise<Instance> {
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ MinCount: 1, MaxCount: 1, LaunchTemplate, ...more }),
  );
  assert.ok(Instances[0]);
  return Instances[0];
}

test('a template is shown as it was made', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const id = await create(ec2);
  assert.match(id, /^lt-[\da-f]{17}$/);
  const { LaunchTemplates } = await ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [NAME] }));
  const [{ CreateTime, ...template } = {}] = LaunchTemplates ?? [];
  assert.ok(CreateTime instanceof Date);
  assert.deepEqual(template, {
    LaunchTemplateId: id,
    LaunchTemplateName: NAME,
    CreatedBy: `arn:aws:iam::${ACCOUNT}:root`,
    DefaultVersionNumber: 1,
    LatestVersionNumber: 1,
    ...(template.Tags === undefined ? {} : { Tags: [] }),
  });
  const ValidUntil = new Date('2030-01-01T00:00:00Z');
  const spot = { InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { MaxPrice: '1', ValidUntil } } } as const;
  await addVersion(ec2, spot, '1');
  const { LaunchTemplateVersions = [] } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id }),
  );
  assert.deepEqual(
    LaunchTemplateVersions.map(({ VersionNumber, DefaultVersion }) => [VersionNumber, DefaultVersion]),
    [
      [2, false],
      [1, true],
    ],
  );
  assert.deepEqual(LaunchTemplateVersions[1]?.LaunchTemplateData, DATA);
  assert.deepEqual(LaunchTemplateVersions[0]?.LaunchTemplateData, { ...DATA, ...spot });
});

test('a version has from its source what it does not say itself, and nothing without one', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const LaunchTemplateId = await create(ec2);
  const MetadataOptions = { HttpTokens: 'required', HttpEndpoint: 'enabled' } as const;
  assert.equal(await addVersion(ec2, { MetadataOptions }, '$Latest'), 2);
  assert.equal(await addVersion(ec2, { InstanceType: 't3.large' }), 3);
  const { LaunchTemplateVersions = [] } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ['2', '$Latest'] }),
  );
  const data = LaunchTemplateVersions.map((version) => version.LaunchTemplateData);
  assert.deepEqual(data, [{ InstanceType: 't3.large' }, { ...DATA, MetadataOptions }]);
  assert.equal(await errorOf(addVersion(ec2, {}, '9')), 'MissingParameter');
  assert.equal(
    await errorOf(addVersion(ec2, { InstanceType: 't3.nano' }, '9')),
    'InvalidLaunchTemplateId.VersionNotFound',
  );
});

test('a launch takes the default version unless told, and what it says itself wins option by option', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const LaunchTemplateId = await create(ec2);
  await addVersion(ec2, { MetadataOptions: { HttpTokens: 'required' } }, '1');
  const byDefault = await launch(ec2, { LaunchTemplateId });
  assert.equal(byDefault.InstanceType, 't3.small');
  assert.deepEqual(
    [byDefault.MetadataOptions?.HttpTokens, byDefault.MetadataOptions?.HttpPutResponseHopLimit],
    ['optional', 3],
  );
  const latest = await launch(ec2, { LaunchTemplateName: NAME, Version: '$Latest' });
  assert.deepEqual(
    [latest.MetadataOptions?.HttpTokens, latest.MetadataOptions?.HttpPutResponseHopLimit],
    ['required', 1],
  );
  const said = await launch(
    ec2,
    { LaunchTemplateId, Version: '1' },
    {
      InstanceType: 't3.nano',
      MetadataOptions: { HttpTokens: 'required' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'said' }] }],
    },
  );
  assert.equal(said.InstanceType, 't3.nano');
  assert.deepEqual([said.MetadataOptions?.HttpTokens, said.MetadataOptions?.HttpPutResponseHopLimit], ['required', 3]);
  assert.deepEqual(
    said.Tags?.map(({ Key, Value }) => [Key, Value]),
    [
      ['Name', 'said'],
      ['Stage', 'prod'],
      ['aws:ec2launchtemplate:id', LaunchTemplateId],
      ['aws:ec2launchtemplate:version', '1'],
    ],
  );
  assert.equal(
    await errorOf(launch(ec2, { LaunchTemplateId, Version: '7' })),
    'InvalidLaunchTemplateId.VersionNotFound',
  );
  await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: '2' }));
  assert.equal((await launch(ec2, { LaunchTemplateId })).MetadataOptions?.HttpTokens, 'required');
});

test('a template without an image leaves that to the launch', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const LaunchTemplateId = await create(ec2, { InstanceType: 't3.small' });
  assert.equal(await errorOf(launch(ec2, { LaunchTemplateId })), 'MissingParameter');
  assert.equal((await launch(ec2, { LaunchTemplateId }, { ImageId: IMAGE })).ImageId, IMAGE);
});

test('the default version stays, others go, and their numbers do not come again', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const LaunchTemplateId = await create(ec2);
  await addVersion(ec2, { InstanceType: 't3.nano' });
  await addVersion(ec2, { InstanceType: 't3.micro' });
  const deleted = await ec2.send(
    new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ['1', '3', '9'] }),
  );
  assert.deepEqual(
    deleted.SuccessfullyDeletedLaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber),
    [3],
  );
  assert.deepEqual(
    deleted.UnsuccessfullyDeletedLaunchTemplateVersions?.map(({ VersionNumber, ResponseError }) => [
      VersionNumber,
      ResponseError?.Code,
    ]),
    [
      [1, 'unexpectedError'],
      [9, 'launchTemplateVersionDoesNotExist'],
    ],
  );
  const { LaunchTemplates } = await ec2.send(
    new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [LaunchTemplateId] }),
  );
  assert.equal(LaunchTemplates?.[0]?.LatestVersionNumber, 2);
  assert.equal(await addVersion(ec2, { InstanceType: 't3.large' }), 4);
  await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
  assert.equal(await errorOf(launch(ec2, { LaunchTemplateId })), 'InvalidLaunchTemplateId.NotFound');
  assert.equal(
    await errorOf(ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: NAME }))),
    'InvalidLaunchTemplateName.NotFoundException',
  );
});

test('one of many who make a template of one name at once makes it; with one token all have made it', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const made = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => create(ec2, DATA, `token-${index}`)));
  assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal(await errorOf(create(ec2, DATA, 'other')), 'InvalidLaunchTemplateName.AlreadyExistsException');
  await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: NAME }));
  const ids = await Promise.all(Array.from({ length: 8 }, () => create(ec2, DATA, 'same')));
  assert.equal(new Set(ids).size, 1);
  assert.equal(await errorOf(create(ec2, { ImageId: IMAGE }, 'same')), 'IdempotentParameterMismatch');
  const version = {
    LaunchTemplateName: NAME,
    LaunchTemplateData: { InstanceType: 't3.nano' },
    ClientToken: 'v',
  } as const;
  const versions = await Promise.all(
    Array.from({ length: 5 }, () => ec2.send(new CreateLaunchTemplateVersionCommand(version))),
  );
  assert.deepEqual(
    versions.map(({ LaunchTemplateVersion }) => LaunchTemplateVersion?.VersionNumber),
    [2, 2, 2, 2, 2],
  );
});

test('what the template says counts for policies, and whether it was overridden is told', async (t) => {
  const on = await anApi(t);
  await create(on.clients().ec2, { ...DATA, MetadataOptions: { HttpTokens: 'required' } });
  const Action = 'ec2:RunInstances';
  const tokens = { StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } };
  const overridden = { Bool: { 'ec2:IsLaunchTemplateResource': 'false' } };
  const template = { ArnNotLike: { 'ec2:LaunchTemplate': `arn:aws:ec2:${REGION}:${ACCOUNT}:launch-template/*` } };
  const denials = [tokens, overridden, template].map((Condition) => ({
    Effect: 'Deny',
    Action,
    Resource: 'arn:aws:ec2:*:*:instance/*',
    Condition,
  }));
  const { ec2 } = on.clients(await roleKeys(on, { all: policy(EVERYTHING, ...denials) }));
  const LaunchTemplate = { LaunchTemplateName: NAME };
  assert.equal(await errorOf(launch(ec2, LaunchTemplate)), undefined);
  assert.equal(
    await errorOf(launch(ec2, LaunchTemplate, { MetadataOptions: { HttpTokens: 'optional' } })),
    'UnauthorizedOperation',
  );
  assert.equal(await errorOf(launch(ec2, LaunchTemplate, { InstanceType: 't3.nano' })), 'UnauthorizedOperation');
  assert.equal(
    await errorOf(launch(ec2, undefined, { ImageId: IMAGE, MetadataOptions: { HttpTokens: 'required' } })),
    'UnauthorizedOperation',
  );
});

test('what is wrong with a template is told in words of EC2', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const made = (LaunchTemplateName: string, LaunchTemplateData: RequestLaunchTemplateData): Promise<unknown> =>
    ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
  assert.equal(await errorOf(made('ab', DATA)), 'InvalidLaunchTemplateName.MalformedException');
  assert.equal(await errorOf(made(NAME, { MetadataOptions: { HttpPutResponseHopLimit: 0 } })), 'InvalidParameterValue');
  assert.equal(await errorOf(made(NAME, { UserData: '***' })), 'InvalidUserData.Malformed');
  const described = (input: object): Promise<unknown> => ec2.send(new DescribeLaunchTemplateVersionsCommand(input));
  assert.equal(await errorOf(described({})), 'MissingParameter');
  assert.equal(await errorOf(described({ LaunchTemplateId: 'x' })), 'InvalidLaunchTemplateId.Malformed');
  assert.equal(await errorOf(described({ Versions: ['$Latest'] })), undefined);
});
