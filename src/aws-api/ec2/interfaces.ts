import { completeInstance } from '#model';
import type {
  Instance,
  InstanceControls,
  InstanceDeclaration,
  InterfaceSettings,
  NetworkInterface,
  NetworkInterfaceDeclaration,
} from '#model';
import type { Call } from '../action.ts';
import { ec2Error } from './errors.ts';
import { visibleInstances } from './find-instances.ts';
import type { ResourceIds } from './named-resources.ts';

/** The ids of network interfaces. */
export const INTERFACE_IDS: ResourceIds = {
  prefix: 'eni',
  malformed: 'InvalidNetworkInterfaceId.Malformed',
  notFound: (id) => ec2Error('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`),
};

/** A network interface that an instance has; there are no others. */
export interface AttachedInterface {
  readonly id: string;
  readonly instance: Instance;
  readonly owner: InstanceDeclaration;
  readonly nic: NetworkInterface;
}

/** The network interfaces of all instances by id; those of terminated ones are gone with them. */
export function interfacesById(call: Call): ReadonlyMap<string, AttachedInterface> {
  const all = visibleInstances(call).flatMap(({ entity }) => interfacesOf(entity));
  return new Map(all.map((each) => [each.id, each]));
}

/** The interface of this id; undefined if no instance of the call's account and Region has it. */
export function findInterface(call: Call, id: string): AttachedInterface | undefined {
  for (const { entity } of visibleInstances(call)) {
    const found = interfacesOf(entity).find((each) => each.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The network interfaces of one instance. */
export function interfacesOf(owner: InstanceDeclaration): readonly AttachedInterface[] {
  if (owner.state === 'terminated') return [];
  const instance = completeInstance(owner);
  return instance.networkInterfaces.map((nic) => ({ id: nic.interfaceId, instance, owner, nic }));
}

/** What was asked of an interface. */
export function interfaceSettings(
  { interfaces }: InstanceControls,
  { deviceNumber }: NetworkInterface,
): InterfaceSettings {
  return interfaces?.[String(deviceNumber)] ?? {};
}

/** The instance with other settings of one of its interfaces. */
export function withInterfaceSettings(
  instance: InstanceDeclaration,
  { deviceNumber }: NetworkInterface,
  settings: InterfaceSettings,
): InstanceDeclaration {
  const interfaces = { ...instance.controls?.interfaces, [String(deviceNumber)]: settings };
  return { ...instance, controls: { ...instance.controls, interfaces } };
}

/** The instance with something else declared of one of its interfaces, which metadata shows. */
export function withInterface(
  { owner, nic }: Pick<AttachedInterface, 'owner' | 'nic'>,
  declaration: NetworkInterfaceDeclaration,
  nowMs: number,
): InstanceDeclaration {
  const declared = owner.networkInterfaces ?? [{}];
  const networkInterfaces = declared.map((each, index) =>
    (each.deviceNumber ?? index) === nic.deviceNumber ? { ...each, ...declaration } : each,
  );
  return { ...owner, networkInterfaces, revisedAtMs: nowMs };
}
