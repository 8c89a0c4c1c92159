import type { EventRequest } from '#schedule';

/** IMDSv1 asks without a token, IMDSv2 with one. */
export type Version = 1 | 2;

/** A status, or how else a request ended: `no-token` where none could be had to ask with. */
export type Ending = number | 'timeout' | 'closed' | 'no-token';

/** Metadata options as the EC2 API names them, those that a step sets. */
export interface OptionSettings {
  readonly httpTokens?: 'optional' | 'required';
  readonly httpEndpoint?: 'enabled' | 'disabled';
  readonly httpPutResponseHopLimit?: number;
  readonly httpProtocolIpv6?: 'enabled' | 'disabled';
  readonly instanceMetadataTags?: 'enabled' | 'disabled';
}

/** What is asked, and what has to come back. */
export interface Expectation {
  readonly path: string;
  readonly version: Version;
  readonly status: Ending;
  /** Undefined: any body. */
  readonly body: RegExp | undefined;
  /** It has to come true within this, and is asked again until then. */
  readonly withinMs: number;
}

/** Which outcomes may occur, and which have to. Undefined: whatever. */
interface Wanted {
  readonly only: readonly string[] | undefined;
  readonly some: readonly string[] | undefined;
}

/** Clients in the background that ask for one path again and again. */
export interface Traffic extends Wanted {
  readonly name: string;
  readonly path: string;
  readonly version: Version;
  readonly clients: number;
  readonly everyMs: number;
  readonly forMs: number;
}

/** Clients that boot: each reads what cloud-init and an SDK read, and begins anew when it fails, until it gives up. */
export interface BootStorm extends Wanted {
  readonly name: string;
  readonly clients: number;
  /** From the first boot to the last. */
  readonly withinMs: number;
  readonly version: Version;
  readonly retryEveryMs: number;
  readonly giveUpMs: number;
}

/** What a step does. */
export type Action =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'event'; readonly request: EventRequest; readonly text: string }
  | { readonly kind: 'fault'; readonly declaration: Readonly<Record<string, unknown>>; readonly text: string }
  | { readonly kind: 'end-fault'; readonly id: string }
  | { readonly kind: 'options'; readonly instances: readonly string[] | undefined; readonly settings: OptionSettings }
  | { readonly kind: 'expect'; readonly expectation: Expectation }
  | { readonly kind: 'traffic'; readonly traffic: Traffic }
  | { readonly kind: 'boot-storm'; readonly storm: BootStorm };

/** A step with its time, in milliseconds since the beginning. */
export interface Step {
  readonly atMs: number;
  readonly action: Action;
}

/** A scenario, its steps in the order of time. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly configuration: Readonly<Record<string, unknown>> | undefined;
  readonly steps: readonly Step[];
}
