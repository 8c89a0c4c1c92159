// The crawl invariant while things happen: at any instant a listed item answers 200 and an unlisted one 404.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { EC2Client, ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2';
import type { ModifyInstanceMetadataOptionsCommandInput } from '@aws-sdk/client-ec2';
import * as fc from 'fast-check';
import { INSTANCE_ACTIONS, MAINTENANCE_CODES, SPOT_ACTIONS, TARGET_LIFECYCLE_STATES } from '#model';
import { VERSIONS } from '#metadata';
import type { EventRequest } from '#schedule';
import { aDaemon } from './a-daemon.test-support.ts';
import type { ADaemon } from './a-daemon.test-support.ts';

const WEB = 'i-0123456789abcdef0';
const CONFIGURATION = `
roles: { app-role: { trust: ec2 } }
instances: [{ id: ${WEB}, lifeCycle: spot, iamInstanceProfile: app-role, tags: { Name: web } }]
`;

/** Every item that events and options make come and go. */
const FLEETING = [
  'autoscaling/target-lifecycle-state',
  'events/recommendations/rebalance',
  'events/maintenance/history',
  'events/maintenance/scheduled',
  'spot/instance-action',
  'spot/termination-time',
  'tags/instance/Name',
].map((path) => `meta-data/${path}`);

type Command =
  | { readonly kind: 'fire'; readonly request: EventRequest }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'turn'; readonly byMs: number }
  | { readonly kind: 'modify'; readonly options: Partial<ModifyInstanceMetadataOptionsCommandInput> };

const delay = fc.constantFrom('0s', '30s', '2m');
const requests: fc.Arbitrary<EventRequest> = fc.oneof(
  // An instance that is stopped or terminated answers nobody, so interruptions stay ahead.
  fc
    .record({ action: fc.constantFrom(...SPOT_ACTIONS), notice: fc.constant('12h'), rebalanceBefore: delay })
    .map((spotInterruption): EventRequest => ({ spotInterruption })),
  fc.constant<EventRequest>({ rebalanceRecommendation: true }),
  fc
    .record({
      code: fc.constantFrom(...MAINTENANCE_CODES.filter((code) => /reboot|maintenance/.test(code))),
      notBefore: delay,
    })
    .map((maintenance): EventRequest => ({ maintenance })),
  fc.constantFrom(...TARGET_LIFECYCLE_STATES).map((targetLifecycleState): EventRequest => ({ targetLifecycleState })),
  fc.constantFrom(...INSTANCE_ACTIONS).map((instanceAction): EventRequest => ({ instanceAction })),
  fc.constant<EventRequest>({ credentialRotation: true }),
);
const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(requests, delay)
      .map(([asked, wait]): Command => ({ kind: 'fire', request: { ...asked, in: wait } })),
  },
  { weight: 2, arbitrary: fc.nat(20).map((which): Command => ({ kind: 'cancel', which })) },
  { weight: 3, arbitrary: fc.constantFrom(1, 30_000, 120_000).map((byMs): Command => ({ kind: 'turn', byMs })) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        HttpTokens: fc.constantFrom('optional' as const, 'required' as const),
        InstanceMetadataTags: fc.constantFrom('enabled' as const, 'disabled' as const),
      })
      .map((options): Command => ({ kind: 'modify', options })),
  },
);

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Crawls over one connection while it is told when anything is being changed. */
class Crawler {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #token: string | undefined;
  /** Odd while something is being changed. */
  generation = 0;
  looked = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** What a path answers: the text of a 200, undefined for a 404. */
  async get(path: string): Promise<string | undefined> {
    this.#token ??= (
      await this.#send('PUT', '/latest/api/token', { 'X-aws-ec2-metadata-token-ttl-seconds': '21600' })
    ).text;
    const { status, text } = await this.#send('GET', path, { 'X-aws-ec2-metadata-token': this.#token });
    assert.ok(status === 200 || status === 404, `${path} answered ${status}`);
    return status === 200 ? text : undefined;
  }

  /** Looks at everything below a version; what changes while it looks is looked at again. */
  async crawl(version: string): Promise<void> {
    await this.#directory(`/${version}/meta-data/`, this.generation);
    for (const path of FLEETING) await this.#agree(`/${version}/${path}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** `listedIn` is the generation of the listing that named it. */
  async #directory(path: string, listedIn: number): Promise<void> {
    const generation = this.generation;
    const listing = await this.get(path);
    if (listing === undefined) return this.#unlessChanged(listedIn, `${path} is listed and answers 404`);
    for (const name of listing.split('\n')) {
      const item = path.endsWith('/public-keys/') ? `${name.split('=')[0]}/` : name;
      if (item.endsWith('/')) await this.#directory(`${path}${item}`, generation);
      else if ((await this.get(`${path}${item}`)) === undefined)
        this.#unlessChanged(generation, `${path}${item} is listed and answers 404`);
      this.looked++;
    }
  }

  /** An item answers if and only if every directory on the way to it lists the next. */
  async #agree(path: string): Promise<void> {
    const generation = this.generation;
    const steps = path.split('/').slice(1);
    let listed = true;
    for (let depth = 1; depth < steps.length && listed; depth++) {
      const listing = (await this.get(`/${steps.slice(0, depth).join('/')}/`))?.split('\n') ?? [];
      // A version lists its directories without a slash.
      listed = listing.includes(`${steps[depth]}${depth === 1 || depth === steps.length - 1 ? '' : '/'}`);
    }
    const answers = (await this.get(path)) !== undefined;
    if (answers !== listed) this.#unlessChanged(generation, `${path}: listed ${listed}, answers ${answers}`);
  }

  #unlessChanged(generation: number, complaint: string): void {
    if (generation % 2 === 0 && generation === this.generation) assert.fail(complaint);
  }

  /** A connection that looks idle once the clock has been turned is closed: then over another one. */
  async #send(method: string, path: string, headers: Record<string, string>): Promise<Answer> {
    try {
      return await this.#sendOnce(method, path, headers);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET')) throw error;
      return this.#send(method, path, headers);
    }
  }

  #sendOnce(method: string, path: string, headers: Record<string, string>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#url}${path}`, { method, headers, agent: this.#agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text })).on('error', reject);
      });
      sent.on('error', reject).end();
    });
  }
}

async function carryOut(on: ADaemon, command: Command, ec2: EC2Client): Promise<void> {
  const { events, ready } = on.daemon;
  if (command.kind === 'fire') await events.fire(command.request, ready.account);
  else if (command.kind === 'turn') await on.turn(command.byMs);
  else if (command.kind === 'cancel') {
    const all = events.list(ready.account);
    const chosen = all[command.which % Math.max(1, all.length)];
    if (chosen !== undefined) await events.cancel(chosen.id, ready.account);
  } else {
    ec2.config.systemClockOffset = on.nowMs() - Date.now();
    await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: WEB, ...command.options }));
    await on.daemon.nudge();
  }
}

test('what is listed answers and what is not does not, whatever happens while somebody crawls', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(commands, { minLength: 5, maxLength: 10 }),
      fc.constantFrom(...VERSIONS, 'latest'),
      async (script, version) => {
        const cleanups: (() => void | Promise<void>)[] = [];
        const on = await aDaemon({ after: (done) => void cleanups.push(done as () => Promise<void>) }, CONFIGURATION);
        const { api, credentials, region } = on.daemon.ready;
        const ec2 = new EC2Client({ endpoint: api.url, region, credentials: { ...credentials }, maxAttempts: 1 });
        const [crawler, inPeace] = [new Crawler(on.url), new Crawler(on.url)];
        let isOver = false;
        const crawling = (async (): Promise<void> => {
          while (!isOver) await crawler.crawl('latest');
        })();
        const acting = (async (): Promise<void> => {
          for (const command of script) {
            crawler.generation++;
            await carryOut(on, command, ec2);
            crawler.generation++;
            // And once in peace, where nothing may be put down to a change.
            await inPeace.crawl(version);
          }
        })().finally(() => (isOver = true));
        const ends = await Promise.allSettled([acting, crawling]);
        for (const each of [crawler, inPeace]) each.close();
        ec2.destroy();
        for (const done of cleanups) await done();
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        assert.ok(crawler.looked > 0);
      },
    ),
    { numRuns: 10 },
  );
});
