import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { networkOf } from './network.ts';

/** EC2 API Reference, `DescribeAccountAttributes`: an account made today, with the quotas it starts with. */
export const describeAccountAttributes: ActionOf<'ec2', 'DescribeAccountAttributes'> = {
  act({ AttributeNames = [] }, call) {
    const values: Readonly<Record<string, string>> = {
      'supported-platforms': 'VPC',
      'default-vpc': networkOf(call).defaultVpcId,
      'vpc-max-security-groups-per-interface': '5',
      'max-instances': '20',
      'max-elastic-ips': '5',
      'vpc-max-elastic-ips': '5',
    };
    const wanted: readonly string[] = AttributeNames;
    const shown = Object.entries(values).filter(([name]) => wanted.length === 0 || wanted.includes(name));
    return ok({
      AccountAttributes: shown.map(([name, value]) => ({
        AttributeName: name,
        AttributeValues: [{ AttributeValue: value }],
      })),
    });
  },
};
