import { DURATION_FORM, parseDuration } from '#base';
import { FAULT_KEYS } from '#fault';
import { eventRequestSchema } from '#schedule';
import * as z from 'zod';

/** What a scenario may ask for at most. */
export const SCENARIO_LIMITS = { steps: 1000, clients: 1000, lengthMs: 7 * 86_400_000, requests: 1_000_000 } as const;

const duration = z
  .string()
  .max(32)
  .refine(
    (text) => (parseDuration(text) ?? Infinity) <= SCENARIO_LIMITS.lengthMs,
    `expected ${DURATION_FORM}, at most 7d`,
  );
const text = (longest: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, 'holds a control character or a line break');
const path = z
  .string()
  .max(512)
  .regex(/^[!-~]*$/, 'expected a path such as meta-data/instance-id, or /2021-03-23/meta-data/');
const version = z.union([z.literal(1), z.literal(2)]);
const clients = z.int().min(1).max(SCENARIO_LIMITS.clients);
const instances = z.array(text(32)).min(1).max(1000);
const setting = z.enum(['enabled', 'disabled']);

const FAILURES = ['timeout', 'closed', 'no-token'] as const;
const answer = z.union([z.int().min(100).max(599), z.enum(FAILURES)]);
const answers = z.array(answer).min(1).max(16);
const ends = z
  .array(z.enum(['booted', 'gave-up']))
  .min(1)
  .max(2);

const options = z.strictObject({
  instances: instances.exactOptional(),
  httpTokens: z.enum(['optional', 'required']).exactOptional(),
  httpEndpoint: setting.exactOptional(),
  httpPutResponseHopLimit: z.int().min(1).max(64).exactOptional(),
  httpProtocolIpv6: setting.exactOptional(),
  instanceMetadataTags: setting.exactOptional(),
});

const expectation = z.strictObject({
  path,
  version: version.exactOptional(),
  status: answer.exactOptional(),
  body: z.string().max(1024).exactOptional(),
  within: duration.exactOptional(),
});

const traffic = z.strictObject({
  name: text(64),
  path: path.exactOptional(),
  version: version.exactOptional(),
  clients: clients.exactOptional(),
  every: duration.exactOptional(),
  for: duration,
  only: answers.exactOptional(),
  some: answers.exactOptional(),
});

const bootStorm = z.strictObject({
  name: text(64).exactOptional(),
  clients,
  within: duration.exactOptional(),
  version: version.exactOptional(),
  retryEvery: duration.exactOptional(),
  giveUp: duration.exactOptional(),
  only: ends.exactOptional(),
  some: ends.exactOptional(),
});

/** The fault room reads what stands behind the keys. */
const fault = z.strictObject(Object.fromEntries(FAULT_KEYS.map((key) => [key, z.unknown().exactOptional()])));

const step = z.strictObject({
  at: duration.exactOptional(),
  after: duration.exactOptional(),
  say: text(200).exactOptional(),
  event: eventRequestSchema.exactOptional(),
  fault: fault.exactOptional(),
  endFault: text(64).exactOptional(),
  options: options.exactOptional(),
  expect: expectation.exactOptional(),
  traffic: traffic.exactOptional(),
  bootStorm: bootStorm.exactOptional(),
});

/** What the file of a scenario says. */
export const scenarioSchema = z.strictObject({
  name: text(80),
  description: z.string().min(1).max(2000).exactOptional(),
  /** What `openimds.yaml` would say of the service that a virtual run starts; that is read by who starts it. */
  configuration: z.looseObject({}).exactOptional(),
  steps: z.array(step).min(1).max(SCENARIO_LIMITS.steps),
});

/** The shape of a scenario, checked but for what its parts say together. */
export type ScenarioShape = z.infer<typeof scenarioSchema>;
/** One step of it. */
export type StepShape = ScenarioShape['steps'][number];
