import type { Subject } from '../category.ts';
import { lines } from '../lines.ts';

/** Names and addresses of the instance, which are those of its primary interface. */
export const network = {
  categories: [
    {
      path: 'meta-data/hostname',
      since: '1.0',
      present: 'always',
      value: ({ networkInterfaces: [primary] }) => primary.localHostname,
    },
    {
      path: 'meta-data/ipv6',
      since: '2021-01-03',
      present: 'when the primary interface has an IPv6 address',
      value: ({ networkInterfaces: [primary] }) => primary.ipv6s[0],
    },
    {
      path: 'meta-data/local-hostname',
      since: '2007-01-19',
      present: 'always',
      value: ({ networkInterfaces: [primary] }) => primary.localHostname,
    },
    {
      path: 'meta-data/local-ipv4',
      since: '1.0',
      present: 'when the primary interface has a private IPv4 address',
      value: ({ networkInterfaces: [primary] }) => primary.privateIpv4s[0],
    },
    {
      path: 'meta-data/mac',
      since: '2011-01-01',
      present: 'always',
      value: ({ networkInterfaces: [primary] }) => primary.mac,
    },
    {
      path: 'meta-data/public-hostname',
      since: '2007-01-19',
      present: 'when the primary interface has a public DNS name',
      value: ({ networkInterfaces: [primary] }) => primary.publicHostname,
    },
    {
      path: 'meta-data/public-ipv4',
      since: '2007-01-19',
      present: 'when the primary interface has a public IPv4 address',
      value: ({ networkInterfaces: [primary] }) => primary.publicAddresses[0]?.publicIpv4,
    },
    {
      path: 'meta-data/security-groups',
      since: '1.0',
      present: 'always',
      value: ({ networkInterfaces: [primary] }) => lines(primary.securityGroups.map(({ name }) => name)) ?? '',
    },
  ],
} satisfies Subject;
