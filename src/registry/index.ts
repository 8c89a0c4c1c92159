// Owns the documents everything is made of: keeping them, ordering their changes, and the replica that requests are answered from.
// Promises that what was acknowledged survives a killed process, and that watchers see every change once, in order.
// Never makes a request wait: a replica answers from memory, whatever has become of the engine.
export type { Change, CommitFailure, Conflict, InvalidWrite, Registry, Write } from './registry.ts';
export { REGISTRY_LIMITS, RevisionCompactedError } from './registry.ts';
export { Replica } from './replica.ts';
export type { ReplicaOptions } from './replica.ts';
export type { Resident } from './resident.ts';
export { claimsOf } from './claim.ts';
export type { Claim } from './claim.ts';
export type { AttachmentConflict } from './attachment-index.ts';
export { RecentHolders } from './recent-holders.ts';
export { follow } from './follow.ts';
export { openMemoryRegistry } from './memory-registry.ts';
export { openSqliteRegistry } from './open-sqlite-registry.ts';
export type { RegistryOptions } from './tombstone-limit.ts';
