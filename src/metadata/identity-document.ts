import type { Instance } from '#model';
import { jsonObject } from './json-text.ts';
import { timestamp } from './timestamp.ts';

const PATH = 'dynamic/instance-identity/document';

/** The instance identity document as the newest version shows it: composed, unless the instance says otherwise. */
export function identityDocument(instance: Instance): string {
  const said = instance.overrides?.[`/latest/${PATH}`] ?? instance.overrides?.[PATH];
  return said?.kind === 'text' ? said.text : composeIdentityDocument(instance);
}

/**
 * The instance identity document, byte for byte what its signatures cover: the key order and spacing that verify against
 * a real document of 2022 and its three signatures. The documentation's sample has an older order.
 */
export function composeIdentityDocument(instance: Instance): string {
  const [primary] = instance.networkInterfaces;
  return jsonObject({
    accountId: instance.accountId,
    architecture: instance.architecture,
    availabilityZone: instance.availabilityZone,
    billingProducts: codes(instance.billingProducts),
    devpayProductCodes: null,
    marketplaceProductCodes: codes(instance.productCodes),
    imageId: instance.imageId,
    instanceId: instance.id,
    instanceType: instance.instanceType,
    kernelId: instance.kernelId ?? null,
    pendingTime: timestamp(instance.launchTimeMs),
    privateIp: primary.privateIpv4s[0] ?? primary.ipv6s[0] ?? null,
    ramdiskId: instance.ramdiskId ?? null,
    region: instance.region,
    version: '2017-09-30',
  });
}

function codes(list: readonly string[]): readonly string[] | null {
  return list.length === 0 ? null : list;
}
