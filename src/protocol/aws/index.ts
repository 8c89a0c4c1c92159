// Owns the AWS API on the wire: which operation a request asks for, its input, and the bytes of the answer.
// Promises that an input is complete and of its type, and that every answer is in the protocol of its request.
// Never knows what an operation does, nor whether its caller may.
export type { ApiError } from './api-error.ts';
export type { ApiRequest, ApiResponse } from './api-request.ts';
export type { Envelope, RecognizedCall, Unrecognized } from './call.ts';
export { decodeInput } from './decode-input.ts';
export { encodeError } from './encode-error.ts';
export { encodeOutput } from './encode-output.ts';
export type * as cloudtrail from './gen/cloudtrail.ts';
export type * as cloudwatch from './gen/cloudwatch.ts';
export type * as config from './gen/config.ts';
export type * as ec2 from './gen/ec2.ts';
export type * as fis from './gen/fis.ts';
export type * as guardduty from './gen/guardduty.ts';
export type * as iam from './gen/iam.ts';
export type { Empty, Operations } from './gen/operations.ts';
export type * as organizations from './gen/organizations.ts';
export type * as sts from './gen/sts.ts';
export { MAXIMUM_BODY_BYTES } from './limits.ts';
export { recognize } from './recognize.ts';
export type { Leaf, List, Member, Node, Operation, Structure, Table } from './schema.ts';
export { SERVICES } from './services.ts';
export type { Protocol, Service, ServiceName } from './services.ts';
export { laidOutLater, neverChanging } from './xml-output.ts';
