// Owns what happens to instances and when: events as they are asked for, what each has in store, and what every step does.
// Promises pure functions of documents and a time, so that real and hand-turned clocks see the same.
// Never waits, looks at a clock or keeps anything: whoever does calls it.
export { agendaOf } from './agenda.ts';
export { carryOut, enlist, nextDueMs } from './carry-out.ts';
export { describeEvent } from './describe-event.ts';
export type { EventView } from './describe-event.ts';
export { newEventId } from './event-id.ts';
export { EVENT_LIMITS, eventRequestSchema } from './event-request.ts';
export type { EventRequest } from './event-request.ts';
export { selects, unfitness } from './fitness.ts';
export type { Unfitness } from './fitness.ts';
export { planEvent } from './plan-event.ts';
export type { EventProblem, PlannedEvent } from './plan-event.ts';
export { reschedule } from './reschedule.ts';
export { withdraw } from './withdraw.ts';
