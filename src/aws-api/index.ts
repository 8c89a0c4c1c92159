// Owns the AWS API: who calls, whether they may, and what each action does to what the registry keeps.
// Promises one way for every call, answers in the client's own protocol, and that a change is durable before it is told.
// Never answers an unsigned call but the one AWS leaves unsigned, and never lets a secret into an event.
export type { ApiListenFailure } from './server/listen.ts';
export type { Api, ApiParts } from './start-api.ts';
export type { AlarmAct, Observed } from './action.ts';
export { startApi } from './start-api.ts';
export type { Extension, ExtensionCall, ExtensionCaller, StreamedResponse } from './extension/extension.ts';
export type { FindingParts, FindingSettings, ToldOfFinding } from './guardduty/keeper/finding-parts.ts';
export { rootAccessKey } from './authenticate/root-access-key.ts';
export type { RootAccessKey, RootAccessKeyParts } from './authenticate/root-access-key.ts';
export { declaredInstanceProfile, declaredRole } from './inventory/declared-entities.ts';
export type { DeclaredRole } from './inventory/declared-entities.ts';
export { documentId, entityWrite } from './inventory/entities.ts';
export type { Entities, EntityKind } from './inventory/entities.ts';
export { Inventory } from './inventory/inventory.ts';
export type { Changed, Held, Update } from './inventory/inventory.ts';
