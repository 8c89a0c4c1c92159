// Owns recordings of metadata services: how one is read, what of it is written down, how two compare, and what instance one shows.
// Promises that reading ends whatever the service answers, and that no secret of the service leaves this room.
// Never serves anything, and never asks for user data or tries refusals unless told to.
export { compareFixtures, isOfForm } from './compare.ts';
export type { Comparison, CompareOptions, Difference } from './compare.ts';
export type { Endpoint, Exchange, Question } from './endpoint.ts';
export type { Fixture, Recorded, RecordedAnswer } from './fixture.ts';
export { readFixture, writeFixture } from './fixture-text.ts';
export { httpEndpoint } from './http-endpoint.ts';
export type { ExchangeLimits } from './http-endpoint.ts';
export { DEFAULT_CRAWL_LIMITS } from './pace.ts';
export type { CrawlLimits, PaceParts } from './pace.ts';
export { shownInstance } from './shown-instance.ts';
export type { ShownInstance } from './shown-instance.ts';
export type { ShownItem, ShownTree } from './shown-tree.ts';
export { recordedInstance } from './recorded-instance.ts';
export type { RecordedInstance } from './recorded-instance.ts';
export { survey } from './survey.ts';
export type { Survey, SurveyFailure, SurveyOptions } from './survey.ts';
