import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeVolumesCommand,
  DescribeVolumesModificationsCommand,
  ModifyVolumeCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { anApi, errorOf } from '../an-api.test-support.ts';

test('a volume grows, changes its type, and tells how it was', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const run = new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 });
  const { Instances } = await ec2.send(run);
  const VolumeId = Instances?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
  const modifications = new DescribeVolumesModificationsCommand({ VolumeIds: [VolumeId] });
  assert.equal(await errorOf(ec2.send(modifications)), 'InvalidVolumeModification.NotFound');
  const modified = await ec2.send(new ModifyVolumeCommand({ VolumeId, Size: 20, Iops: 4000 }));
  assert.equal(modified.VolumeModification?.ModificationState, 'modifying');
  const { VolumesModifications } = await ec2.send(modifications);
  const { OriginalSize, TargetSize, OriginalIops, TargetIops, ModificationState } = VolumesModifications?.[0] ?? {};
  assert.deepEqual(
    { OriginalSize, TargetSize, OriginalIops, TargetIops, ModificationState },
    { OriginalSize: 8, TargetSize: 20, OriginalIops: 3000, TargetIops: 4000, ModificationState: 'completed' },
  );
  await ec2.send(new ModifyVolumeCommand({ VolumeId, VolumeType: 'gp2' }));
  const { Volumes } = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [VolumeId] }));
  const { Size, VolumeType, Iops, Throughput } = Volumes?.[0] ?? {};
  assert.deepEqual(
    { Size, VolumeType, Iops, Throughput },
    { Size: 20, VolumeType: 'gp2', Iops: 100, Throughput: undefined },
  );
});

test('what a volume cannot become is refused', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const run = new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 });
  const { Instances } = await ec2.send(run);
  const VolumeId = Instances?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
  const cases = [
    [{ VolumeId, Size: 7 }, 'InvalidParameterValue'],
    [{ VolumeId, Size: 0 }, 'InvalidParameterValue'],
    [{ VolumeId }, 'InvalidParameterCombination'],
    [{ VolumeId, VolumeType: 'gp2' as const, Iops: 4000 }, 'InvalidParameterCombination'],
    [{ VolumeId, VolumeType: 'io2' as const, Iops: 100, Throughput: 125 }, 'InvalidParameterCombination'],
    [{ VolumeId: 'vol-0123456789abcdef0', Size: 20 }, 'InvalidVolume.NotFound'],
    [{ VolumeId: 'volume', Size: 20 }, 'InvalidVolumeID.Malformed'],
  ] as const;
  for (const [input, code] of cases) assert.equal(await errorOf(ec2.send(new ModifyVolumeCommand(input))), code);
});
