// Owns stages: services of one's own inside this process, by a clock of theirs, and what scenarios are played with on any service.
// Promises free ports, nothing kept, and that virtual time passes by nobody who has something left to do.
// Never prints, and never finds a service that runs elsewhere.
export { addFault } from './add-fault.ts';
export type { FaultTimes } from './add-fault.ts';
export { askMetadata, realPatience } from './ask-metadata.ts';
export { Ec2Client } from './ec2-client.ts';
export { libraryNames, loadScenario, readDeclared } from './library.ts';
export type { ScenarioDeclaration, ScenarioStep } from './library.ts';
export { OWN_SERVICE, startOwnService } from './own-service.ts';
export type { OwnService } from './own-service.ts';
export { PATIENCE_MS } from './virtual-clients.ts';
