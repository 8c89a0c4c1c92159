import type { Image } from '#model';
import type { ec2 } from '#protocol/aws';
import { blockDeviceMappings } from '../image-view.ts';

const ROOT = '/dev/xvda';

/**
 * The devices of a launch by virtual name, as metadata shows them: the image's, with what the launch changes and adds; undefined
 * if there is nothing to say.
 */
export function blockDevicesOf(
  launch: readonly ec2.BlockDeviceMapping[] | undefined,
  image: Image | undefined,
): Readonly<Record<string, string>> | undefined {
  const ofImage = image === undefined ? [] : blockDeviceMappings(image);
  const mappings = new Map([...ofImage, ...(launch ?? [])].map((mapping) => [mapping.DeviceName ?? '', mapping]));
  const root = image?.rootDeviceName ?? (mappings.has('/dev/sda1') ? '/dev/sda1' : ROOT);
  if (mappings.size === 0 && root === ROOT) return undefined;
  const others = [...mappings.values()].filter(
    ({ DeviceName = '', NoDevice }) => NoDevice === undefined && DeviceName !== root && DeviceName !== '',
  );
  let volumes = 0;
  const named = others.map(({ DeviceName = '', VirtualName }): readonly [string, string] => [
    VirtualName !== undefined && /^ephemeral\d+$/.test(VirtualName) ? VirtualName : `ebs${++volumes}`,
    DeviceName,
  ]);
  return { ami: root, root, ...Object.fromEntries(named) };
}
