/** What the instance below is asked to be, where the tests differ. */
export interface Said {
  readonly httpTokens: 'optional' | 'required';
  /** Base64; a small #cloud-config unless told. */
  readonly userDataBase64?: string;
  /** Addresses it is recognised by; without any it answers whoever nobody else matches. */
  readonly destinations?: readonly string[];
}

/** The user data unless told otherwise. */
export const USER_DATA = '#cloud-config\nhostname: web-1\npackages: [nginx]\n';

/** The public key of the instance. */
export const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIERG8Id23jn2YOVH+e/eZboHbY+Xf4gjwYMKwMs/QJpa ops-key';

/** The configuration of an instance with something in nearly every category. */
export function aCompleteInstance({ httpTokens, userDataBase64 = btoa(USER_DATA), destinations = [] }: Said): string {
  const attach = destinations.map((address) => `{ destination: "${address}" }`).join(', ');
  return `
account: "111122223333"
region: eu-west-1
roles:
  app-role: { trust: ec2 }
instances:
  - id: i-0a1b2c3d4e5f67890
    imageId: ami-0fedcba9876543210
    instanceType: m5.large
    availabilityZone: eu-west-1b
    availabilityZoneId: euw1-az2
    reservationId: r-0a9b8c7d6e5f43210
    iamInstanceProfile: app-role
    keyPair: { name: ops-key, publicKey: "${PUBLIC_KEY}" }
    userDataBase64: "${userDataBase64}"
    tags: { Name: web-1, "team:owner": "platform & infra", Empty: "" }
    blockDevices: { ami: /dev/xvda, root: /dev/xvda, ebs1: sdf, ephemeral0: sdb }
    placement: { groupName: web-group, partitionNumber: 3 }
    metadataOptions: { httpTokens: ${httpTokens}, instanceMetadataTags: enabled, httpProtocolIpv6: enabled }
    ${attach === '' ? '' : `attach: [${attach}]`}
    networkInterfaces:
      - mac: "0a:ff:aa:bb:cc:01"
        networkInterfaceId: eni-0aaaaaaaaaaaaaaa1
        privateIpAddress: 10.1.2.3
        publicIpAddress: 203.0.113.77
        ipv6Addresses: ["2001:db8:1:2::5"]
        subnetId: subnet-0aaaaaaaaaaaaaaa1
        subnetIpv4CidrBlock: 10.1.2.0/24
        vpcId: vpc-0aaaaaaaaaaaaaaa1
        securityGroups: [{ id: sg-0aaaaaaaaaaaaaaa1, name: web }, { id: sg-0aaaaaaaaaaaaaaa2, name: ssh }]
      - mac: "0a:ff:aa:bb:cc:02"
        networkInterfaceId: eni-0aaaaaaaaaaaaaaa2
        deviceIndex: 1
        privateIpAddresses: [10.1.3.4, 10.1.3.5]
        subnetId: subnet-0aaaaaaaaaaaaaaa2
        subnetIpv4CidrBlock: 10.1.3.0/24
        vpcId: vpc-0aaaaaaaaaaaaaaa1
        securityGroups: [{ id: sg-0aaaaaaaaaaaaaaa2, name: ssh }]
`;
}
