import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  ReplaceIamInstanceProfileAssociationCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, IamInstanceProfileAssociation } from '@aws-sdk/client-ec2';
import type { InstanceDeclaration } from '#model';
import { ACCOUNT, anApi, anInstance, errorOf, policy, REGION, roleKeys } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';
import { declaredInstanceProfile, declaredRole } from '../index.ts';

const { id: InstanceId } = anInstance('one');

async function started(on: AnApi): Promise<EC2Client> {
  await roleKeys(on, {});
  const other = { accountId: ACCOUNT, region: REGION, name: 'other-role', createdAtMs: 0 };
  await on.put('role', declaredRole({ ...other, id: 'AROAVMQT32F2QEXAMPLE2', trustPolicy: {}, policies: {} }));
  await on.put('instance-profile', declaredInstanceProfile({ ...other, id: 'AIPAVMQT32F2QEXAMPLE2' }));
  await on.put('instance', anInstance('one'));
  return on.clients().ec2;
}

async function kept(on: AnApi): Promise<InstanceDeclaration> {
  const changes = await on.registry.read(0);
  const body = changes.find(({ kind, id }) => kind === 'instance' && id === InstanceId)?.body;
  return JSON.parse(body ?? '') as InstanceDeclaration;
}

async function associate(ec2: EC2Client, Name = 'app-role'): Promise<IamInstanceProfileAssociation> {
  const input = { InstanceId, IamInstanceProfile: { Name } };
  const { IamInstanceProfileAssociation } = await ec2.send(new AssociateIamInstanceProfileCommand(input));
  assert.ok(IamInstanceProfileAssociation);
  return IamInstanceProfileAssociation;
}

async function associations(ec2: EC2Client): Promise<readonly IamInstanceProfileAssociation[]> {
  const described = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({}));
  return described.IamInstanceProfileAssociations ?? [];
}

test('an associated profile gives the instance its role, and a rotation of its own', async (t) => {
  const on = await anApi(t);
  const ec2 = await started(on);
  const made = await associate(ec2);
  assert.equal(made.State, 'associating');
  assert.match(made.AssociationId ?? '', /^iip-assoc-[\da-f]{17}$/);
  const instance = await kept(on);
  assert.equal(instance.instanceProfile?.status, 'ready');
  assert.equal(instance.instanceProfile.roleName, 'app-role');
  assert.ok((instance.credentialsSinceMs ?? 0) > instance.launchTimeMs);
  assert.equal(instance.credentialsSinceMs, instance.revisedAtMs);
  const [shown] = await associations(ec2);
  assert.deepEqual(
    [shown?.AssociationId, shown?.State, shown?.InstanceId],
    [made.AssociationId, 'associated', InstanceId],
  );
  assert.equal(await errorOf(associate(ec2)), 'IncorrectState');
});

test('a replaced association is another one, and a disassociated one is none', async (t) => {
  const on = await anApi(t);
  const ec2 = await started(on);
  const { AssociationId } = await associate(ec2);
  on.turn(1000);
  const IamInstanceProfile = { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/other-role` };
  const replaced = await ec2.send(
    new ReplaceIamInstanceProfileAssociationCommand({ AssociationId, IamInstanceProfile }),
  );
  const next = replaced.IamInstanceProfileAssociation?.AssociationId;
  assert.notEqual(next, AssociationId);
  assert.equal((await kept(on)).instanceProfile?.roleName, 'other-role');
  assert.equal((await kept(on)).instanceProfile?.status, 'role-unauthorized');
  const gone = ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }));
  assert.equal(await errorOf(gone), 'InvalidAssociationID.NotFound');
  const ended = await ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId: next }));
  assert.equal(ended.IamInstanceProfileAssociation?.State, 'disassociating');
  assert.equal((await kept(on)).instanceProfile, undefined);
  assert.deepEqual(await associations(ec2), []);
});

test('what cannot be associated is told in words of EC2', async (t) => {
  const on = await anApi(t);
  const ec2 = await started(on);
  assert.equal(await errorOf(associate(ec2, 'nobody')), 'InvalidParameterValue');
  const empty = { accountId: ACCOUNT, region: REGION, name: 'empty', createdAtMs: 0, id: 'AIPAVMQT32F2QEXAMPLE3' };
  const { roleName: _, ...profile } = declaredInstanceProfile(empty);
  await on.put('instance-profile', profile);
  assert.equal(await errorOf(associate(ec2, 'empty')), 'InvalidParameterValue');
  await on.put('instance', anInstance('one', { state: 'terminated', revisedAtMs: on.nowMs() }));
  assert.equal(await errorOf(associate(ec2)), 'IncorrectInstanceState');
  const unknown = new DescribeIamInstanceProfileAssociationsCommand({ AssociationIds: ['iip-assoc-0'] });
  assert.equal(await errorOf(ec2.send(unknown)), 'InvalidAssociationID.NotFound');
});

test('who may not pass the role may not associate its profile', async (t) => {
  const on = await anApi(t);
  await started(on);
  const { ec2 } = on.clients(await roleKeys(on, { own: policy({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }) }));
  assert.equal(await errorOf(associate(ec2)), 'UnauthorizedOperation');
});
