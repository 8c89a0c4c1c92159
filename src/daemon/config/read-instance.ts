import type { Report } from '#document';
import { deriveInstanceId, deriveResourceId, isMetadataTagKey, maintenanceDescription, parseInstanceId } from '#model';
import type { InstanceId, KeyPair, MaintenanceEvent, ManagedSshKeys } from '#model';
import type { Configuration, InstanceConfiguration } from './configuration.ts';
import { optionsOf } from './declare-instances.ts';
import type { InstanceShape } from './instance-schema.ts';
import { readOverrides } from './override-schema.ts';
import { present } from './present.ts';
import { readAttachments } from './read-attachments.ts';
import { readNetworkInterfaces } from './read-network-interface.ts';
import { readUserData } from './read-user-data.ts';
import type { ReadFile } from './read-user-data.ts';

/** The file without its instances. */
export type Settings = Omit<Configuration, 'instances'>;

const MAX_TAGS = 50;

/** Puts one instance of the file into the words of the model; reports what its shape alone does not show. */
export function readInstance(
  shape: InstanceShape,
  position: number,
  settings: Settings,
  readFile: ReadFile,
  report: Report,
): InstanceConfiguration {
  const id = instanceIdOf(shape, position, settings);
  checkZone(shape, settings.region, report);
  const instance: InstanceConfiguration = {
    id,
    accountId: settings.accountId,
    region: settings.region,
    launchOptions: shape.metadataOptions ?? {},
    launchTimeMs: milliseconds(shape.launchTime),
    ...sameNames(shape),
    ...present({
      instanceProfile: profileOf(shape, settings, report),
      keyPair: shape.keyPair === undefined ? undefined : readKeyPair(shape.keyPair, report),
      userDataBase64: readUserData(shape, readFile, report),
      placementGroupName: shape.placement?.groupName,
      hostId: shape.placement?.hostId,
      partitionNumber: shape.placement?.partitionNumber,
      virtualizationProfile: shape.virtualizationType === undefined ? undefined : `default-${shape.virtualizationType}`,
      targetLifecycleState: shape.autoScaling?.targetLifecycleState,
      spotInterruption: readSpot(shape.spot),
      rebalanceNoticeMs: milliseconds(shape.rebalanceNoticeTime),
      ...readMaintenanceEvents(shape, id),
      managedSshKeys: readManagedSshKeys(shape.managedSshKeys),
      networkInterfaces:
        shape.networkInterfaces && readNetworkInterfaces(shape.networkInterfaces, under(report, 'networkInterfaces')),
      overrides: shape.overrides && readOverrides(shape.overrides, under(report, 'overrides')),
      attachments: shape.attach && readAttachments(shape.attach, under(report, 'attach')),
    }),
  };
  checkTags(instance, settings, report);
  return instance;
}

/** What the file calls by the model's own name, taken as it is. */
function sameNames(shape: InstanceShape): Partial<InstanceConfiguration> {
  return present({
    imageId: shape.imageId,
    instanceType: shape.instanceType,
    availabilityZone: shape.availabilityZone,
    availabilityZoneId: shape.availabilityZoneId,
    tags: shape.tags,
    state: shape.state,
    throttle: shape.throttle,
    amiLaunchIndex: shape.amiLaunchIndex,
    amiManifestPath: shape.amiManifestPath,
    ancestorAmiIds: shape.ancestorAmiIds,
    architecture: shape.architecture,
    reservationId: shape.reservationId,
    lifeCycle: shape.lifeCycle,
    interruptionBehavior: shape.interruptionBehavior,
    system: shape.system,
    kernelId: shape.kernelId,
    ramdiskId: shape.ramdiskId,
    productCodes: shape.productCodes,
    billingProducts: shape.billingProducts,
    blockDevices: shape.blockDevices && withRootDevice(shape.blockDevices),
    monitoring: shape.monitoring,
    hibernationConfigured: shape.hibernationConfigured,
    instanceAction: shape.instanceAction,
    elasticGpus: shape.elasticGpus,
    elasticInference: shape.elasticInference,
  });
}

/** Every instance has a root device, whichever others it lists. */
function withRootDevice(devices: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const root = devices['root'] ?? devices['ami'] ?? '/dev/xvda';
  return { ami: root, root, ...devices };
}

function under(report: Report, key: string): Report {
  return (path, message) => report([key, ...path], message);
}

function instanceIdOf(shape: InstanceShape, position: number, settings: Settings): InstanceId {
  const given = shape.id === undefined ? undefined : parseInstanceId(shape.id);
  return given?.ok === true ? given.value : deriveInstanceId(`${settings.accountId}/${position}`);
}

function checkZone(shape: InstanceShape, region: string, report: Report): void {
  if (shape.availabilityZone !== undefined && !shape.availabilityZone.startsWith(region))
    report(['availabilityZone'], `is not in the Region ${region}`);
}

function profileOf(shape: InstanceShape, settings: Settings, report: Report): InstanceConfiguration['instanceProfile'] {
  const name = shape.iamInstanceProfile;
  if (name === undefined) return undefined;
  const role = settings.roles.get(name);
  if (role === undefined) {
    const declared = [...settings.roles.keys()].slice(0, 10);
    const hint = declared.length === 0 ? 'none is declared' : `declared: ${declared.join(', ')}`;
    report(['iamInstanceProfile'], `no role "${name}" is declared under roles (${hint})`);
  }
  return role?.profile;
}

/** Text blocks end in a line feed that is no part of the key. */
function readKeyPair(keyPair: KeyPair, report: Report): KeyPair {
  const publicKey = keyPair.publicKey.trim();
  if (!/^[\w@.-]+ \S[^\p{Cc}]*$/u.test(publicKey))
    report(['keyPair', 'publicKey'], 'expected one OpenSSH public key line: type, base64 and perhaps a comment');
  return { name: keyPair.name, publicKey };
}

function checkTags(instance: InstanceConfiguration, settings: Settings, report: Report): void {
  const keys = Object.keys(instance.tags ?? {});
  const own = keys.filter((key) => !key.startsWith('aws:'));
  if (own.length > MAX_TAGS) report(['tags'], `an instance has at most ${MAX_TAGS} tags; this has ${own.length}`);
  if (optionsOf(instance, settings).instanceMetadataTags === 'disabled') return;
  for (const key of keys.filter((name) => !isMetadataTagKey(name)))
    report(
      ['tags', key],
      'metadata cannot show this key, and instanceMetadataTags is enabled; allowed: letters, digits and +-=.,_:@, but not ".", ".." or "_index"',
    );
}

function readSpot(spot: InstanceShape['spot']): InstanceConfiguration['spotInterruption'] {
  const notice = spot?.instanceAction;
  return notice && { action: notice.action, timeMs: Date.parse(notice.time) };
}

/** Active events are scheduled, the others are history. */
function readMaintenanceEvents(
  shape: InstanceShape,
  id: InstanceId,
): Pick<InstanceConfiguration, 'scheduledEvents' | 'eventHistory'> {
  const events = shape.maintenanceEvents?.map((event, index): MaintenanceEvent => ({
    eventId: event.instanceEventId ?? deriveResourceId('instance-event', `${id}/${index}`),
    code: event.code,
    description: event.description ?? maintenanceDescription(event.code),
    state: event.state ?? 'active',
    notBeforeMs: Date.parse(event.notBefore),
    notAfterMs: milliseconds(event.notAfter),
    notBeforeDeadlineMs: milliseconds(event.notBeforeDeadline),
  }));
  if (events === undefined) return {};
  return {
    scheduledEvents: events.filter(({ state }) => state === 'active'),
    eventHistory: events.filter(({ state }) => state !== 'active'),
  };
}

function readManagedSshKeys(keys: InstanceShape['managedSshKeys']): ManagedSshKeys | undefined {
  return keys && { signerCert: keys.signerCert, activeKeys: keys.activeKeys ?? {}, signerOcsp: keys.signerOcsp ?? {} };
}

function milliseconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
