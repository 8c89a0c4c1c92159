import { readFileSync } from 'node:fs';

/** What firmware and hypervisor say on an instance of EC2 (EC2 User Guide, "Determine whether an instance is an EC2 instance"). */
const SIGNS: readonly (readonly [path: string, sign: RegExp])[] = [
  ['/sys/class/dmi/id/sys_vendor', /^Amazon EC2/],
  ['/sys/class/dmi/id/board_asset_tag', /^i-/],
  ['/sys/hypervisor/uuid', /^ec2/i],
];

/** Whether this machine is an instance of EC2, where the addresses lead to the real thing. */
export function isRealEc2(): boolean {
  return SIGNS.some(([path, sign]) => sign.test(textOf(path)));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
