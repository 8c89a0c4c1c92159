import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { VPC_IDS } from './describe-vpcs.ts';
import { missing } from './named-resources.ts';
import { networkOf } from './network.ts';

/** EC2 API Reference, `DescribeVpcAttribute`: one attribute. Every instance here has DNS names. */
export const describeVpcAttribute: ActionOf<'ec2', 'DescribeVpcAttribute'> = {
  act({ VpcId, Attribute }, call) {
    if (!networkOf(call).vpcs.has(VpcId)) return err(missing(VpcId, VPC_IDS));
    switch (Attribute) {
      case 'enableDnsSupport':
        return ok({ VpcId, EnableDnsSupport: { Value: true } });
      case 'enableDnsHostnames':
        return ok({ VpcId, EnableDnsHostnames: { Value: true } });
      case 'enableNetworkAddressUsageMetrics':
        return ok({ VpcId, EnableNetworkAddressUsageMetrics: { Value: false } });
    }
  },
};
