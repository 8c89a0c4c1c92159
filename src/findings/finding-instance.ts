import type { FindingInstance, Instance } from '#model';

/** What a finding keeps of its instance. */
export function findingInstance(instance: Instance): FindingInstance {
  const [nic] = instance.networkInterfaces;
  const { instanceProfile: profile } = instance;
  return {
    instanceType: instance.instanceType,
    imageId: instance.imageId,
    availabilityZone: instance.availabilityZone,
    state: instance.state,
    launchTimeMs: instance.launchTimeMs,
    profile: profile && { arn: profile.arn, id: profile.id },
    httpTokens: instance.metadataOptions.httpTokens,
    interfaceId: nic.interfaceId,
    privateIpv4: nic.privateIpv4s[0],
    publicIpv4: nic.publicAddresses[0]?.publicIpv4,
    ipv6s: nic.ipv6s,
    subnetId: nic.subnetId,
    vpcId: nic.vpcId,
    tags: instance.tags,
  };
}
