import { deriveInstanceId, parseAccountId, parseInstanceId, TARGET_LIFECYCLE_STATES } from '#model';
import type { AccountId, InstanceDeclaration, InstanceId, KeyPair, ManagedSshKeys } from '#model';
import { Facts, textMember, timeMember } from './facts.ts';
import { present } from './present.ts';
import { readEvents } from './read-events.ts';
import { readInterfaces } from './read-interfaces.ts';
import { readProfile } from './read-profile.ts';
import type { ShownItems } from './shown-tree.ts';

/** An instance as far as a tree shows what it is: options are not shown, and times only in part. */
export interface ReadInstance extends Omit<InstanceDeclaration, 'metadataOptions' | 'launchTimeMs' | 'revisedAtMs'> {
  readonly launchTimeMs: number | undefined;
}

const USER_DATA_BASE64_MAX = 21_848;
const DOCUMENT = 'dynamic/instance-identity/document';

/** The instance that shows these items, as far as the model has words for them. What it does not say is made up from `seed`. */
export function readInstance(items: ShownItems, seed: string): ReadInstance {
  const facts = new Facts(items);
  const document = facts.json(DOCUMENT);
  const account = { accountId: accountOf(facts, document), region: regionOf(facts, document) };
  return {
    id: idOf(facts, document, seed),
    ...account,
    launchTimeMs: timeMember(document, 'pendingTime'),
    ...present({
      ...readPlace(facts),
      ...readMake(facts, document),
      keyPair: readKeyPair(facts),
      userDataBase64: readUserData(facts),
      tags: namedTexts(facts, 'meta-data/tags/instance'),
      monitoring: facts.oneOf('dynamic/fws/instance-monitoring', ['enabled', 'disabled']),
      instanceAction: facts.oneOf('meta-data/instance-action', ['none', 'shutdown', 'bundle-pending']),
      targetLifecycleState: facts.oneOf('meta-data/autoscaling/target-lifecycle-state', TARGET_LIFECYCLE_STATES),
      instanceProfile: readProfile(facts, account),
      managedSshKeys: readManagedSshKeys(facts),
      elasticGpus: namedTexts(facts, 'meta-data/elastic-gpus/associations'),
      networkInterfaces: readInterfaces(facts),
    }),
    ...readEvents(facts),
  };
}

type Document = Readonly<Record<string, unknown>>;

function idOf(facts: Facts, document: Document, seed: string): InstanceId {
  const shown = parseInstanceId(facts.text('meta-data/instance-id') ?? textMember(document, 'instanceId') ?? '');
  return shown.ok ? shown.value : deriveInstanceId(seed);
}

function accountOf(facts: Facts, document: Document): AccountId {
  const [mac = ''] = facts.names('meta-data/network/interfaces/macs');
  const arn = textMember(facts.json('meta-data/iam/info'), 'InstanceProfileArn');
  const candidates = [
    textMember(document, 'accountId'),
    facts.text(`meta-data/network/interfaces/macs/${mac}/owner-id`),
    arn?.split(':')[4],
    '123456789012',
  ];
  const [account] = candidates.flatMap((text = '') => {
    const parsed = parseAccountId(text);
    return parsed.ok ? [parsed.value] : [];
  });
  if (account === undefined) throw new Error('the last of the candidates is an account id');
  return account;
}

function regionOf(facts: Facts, document: Document): string {
  const shown = facts.text('meta-data/placement/region') ?? textMember(document, 'region');
  const zone = facts.text('meta-data/placement/availability-zone');
  return shown ?? zone?.replace(/[a-z]$/, '') ?? 'us-east-1';
}

function readPlace(facts: Facts): Partial<ReadInstance> {
  return present({
    availabilityZone: facts.text('meta-data/placement/availability-zone'),
    availabilityZoneId: facts.text('meta-data/placement/availability-zone-id'),
    placementGroupName: facts.text('meta-data/placement/group-name'),
    hostId: facts.text('meta-data/placement/host-id'),
    partitionNumber: facts.whole('meta-data/placement/partition-number'),
  });
}

function readMake(facts: Facts, document: Document): Partial<ReadInstance> {
  const architecture = (['x86_64', 'arm64', 'i386'] as const).find((word) => word === document['architecture']);
  const hibernation = facts.oneOf('meta-data/hibernation/configured', ['true', 'false']);
  const devices = namedTexts(facts, 'meta-data/block-device-mapping');
  return present({
    architecture,
    imageId: facts.text('meta-data/ami-id'),
    amiLaunchIndex: facts.whole('meta-data/ami-launch-index'),
    amiManifestPath: facts.text('meta-data/ami-manifest-path'),
    ancestorAmiIds: facts.lines('meta-data/ancestor-ami-ids'),
    instanceType: facts.text('meta-data/instance-type'),
    reservationId: facts.text('meta-data/reservation-id'),
    lifeCycle: facts.oneOf('meta-data/instance-life-cycle', ['on-demand', 'spot', 'scheduled', 'capacity-block']),
    system: facts.text('meta-data/system'),
    virtualizationProfile: facts.text('meta-data/profile'),
    kernelId: facts.text('meta-data/kernel-id'),
    ramdiskId: facts.text('meta-data/ramdisk-id'),
    productCodes: facts.lines('meta-data/product-codes'),
    billingProducts: texts(document['billingProducts']),
    blockDevices: devices,
    hibernationConfigured: hibernation === undefined ? undefined : hibernation === 'true',
  });
}

function readKeyPair(facts: Facts): KeyPair | undefined {
  const publicKey = facts.text('meta-data/public-keys/0/openssh-key');
  if (publicKey === undefined) return undefined;
  const name = /^0=(.*)$/m.exec(facts.listing('meta-data/public-keys') ?? '')?.[1];
  return { name: name ?? publicKey.trim().split(' ')[2] ?? 'key', publicKey: publicKey.replace(/\n$/, '') };
}

function readUserData(facts: Facts): string | undefined {
  const base64 = facts.base64('user-data');
  return base64 !== undefined && base64.length <= USER_DATA_BASE64_MAX ? base64 : undefined;
}

function readManagedSshKeys(facts: Facts): ManagedSshKeys | undefined {
  const signerCert = facts.text('meta-data/managed-ssh-keys/signer-cert');
  return signerCert === undefined
    ? undefined
    : {
        signerCert,
        activeKeys: namedTexts(facts, 'meta-data/managed-ssh-keys/active-keys') ?? {},
        signerOcsp: namedTexts(facts, 'meta-data/managed-ssh-keys/signer-ocsp') ?? {},
      };
}

function namedTexts(facts: Facts, directory: string): Readonly<Record<string, string>> | undefined {
  const entries = facts.names(directory).flatMap((name) => {
    const text = facts.text(`${directory}/${name}`);
    return text === undefined ? [] : [[name, text] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
}
