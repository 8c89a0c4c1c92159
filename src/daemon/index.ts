// Owns the composition: configuration, state and the order in which everything starts, follows changes and stops.
// Promises that after a failed start nothing is left open, and that a reload never drops a request.
// Never speaks a protocol itself: it is the only room that knows all the others, and adds nothing to what they do.
export { readAccess } from './access-file.ts';
export type { Access } from './access-file.ts';
export { handOver } from './handover/hand-over.ts';
export type { HandedOver, HandoverFailure } from './handover/hand-over.ts';
export { readCertificates } from './certificate-files.ts';
export type { Certificates } from './certificate-files.ts';
export type { ConfigurationInput } from './config/configuration-schema.ts';
export type { Configuration } from './config/configuration.ts';
export type { ConfigurationSource, MadeConfiguration } from './configuration-source.ts';
export { issuerEndpoints } from './issuer-endpoints.ts';
export { recordingSource } from './recording-source.ts';
export { shownConfiguration } from './shown-configuration.ts';
export type { Entry } from '#telemetry';
export type { Daemon, DaemonNotice, DaemonSettings, ReadyReport, StartFailure } from './settings.ts';
export type { ServedSockets } from './serve-given.ts';
export { startDaemon } from './start-daemon.ts';
export { timerAlarm } from './scheduler/alarm.ts';
export { textSource } from './text-source.ts';
