// Owns what only the machine can give: time, chance, cryptography, and the calls of the Linux C library.
// Promises that where a call cannot be made, it says why instead of failing later.
// Never decides anything about metadata, and is handed to whoever needs it.
export { hasCapability } from './capabilities.ts';
export type { Capability } from './capabilities.ts';
export { EPOLL_DATA_AT, EPOLL_EVENT_BYTES, LINUX, loadLibc } from './libc.ts';
export type { Libc } from './libc.ts';
export { namespaceIdentity, openSocketInNamespace } from './netns.ts';
export { makeNetworkNamespaces } from './network-namespaces.ts';
export type { NetworkNamespaces } from './network-namespaces.ts';
export { openOnOnePort } from './open-on-one-port.ts';
export type { PortRequest } from './open-on-one-port.ts';
export { allocateOctets, asOctets } from './octets.ts';
export type { OctetBuffer } from './octets.ts';
export { receiveWithDescriptors, sendWithDescriptors } from './pass-descriptors.ts';
export type { ReceivedMessage } from './pass-descriptors.ts';
export { readBytes } from './read-bytes.ts';
export { releaseMemory } from './release-memory.ts';
export { realPlatform } from './platform.ts';
export type { Delays, Platform } from './platform.ts';
export { CallerFinder } from './caller/find-caller.ts';
export type { CallerAnswer, CallerFinderParts, CallerQuestion } from './caller/find-caller.ts';
