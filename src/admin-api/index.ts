// Owns the JSON API under `/_openimds/v1/`: what no AWS API offers, one file a route.
// Promises one way for every request, precise errors, and an OpenAPI document made of the routes themselves.
// Never says who may call: the AWS API, on whose port it is served, has checked signature and permission before.
export { adminApi, ADMIN_PREFIX, ADMIN_SERVICE } from './admin-api.ts';
export type { AdminParts } from './admin-parts.ts';
export type { BookedFault, FaultBook } from './faults/fault-book.ts';
export type { AttachmentEntry, AttachmentsPort, ListenersView } from './attachments/attachments-port.ts';
export type { AdminError } from './route.ts';
export type { InstanceEvents } from './events/instance-events.ts';
