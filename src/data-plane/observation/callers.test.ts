import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallerAnswer, CallerQuestion } from '#host';
import { deriveInstanceId } from '#model';
import type { CallerProcess, ImdsEvent } from '#model';
import { EngineBench, get, put, putInstance, request, statusOf } from '../a-plane.test-support.ts';
import type { Connection } from '../connection.ts';
import type { Attribution } from './callers.ts';

const ID = '/latest/meta-data/instance-id';
const CREDENTIALS = '/latest/meta-data/identity-credentials/ec2/security-credentials/ec2-instance';
const KEEP = 'Connection: keep-alive';

const curl: CallerProcess = {
  pid: 7,
  executable: '/usr/bin/curl',
  commandLine: 'curl',
  uid: 0,
  ancestors: [],
  systemdUnit: undefined,
  container: undefined,
};

/** An engine whose callers are found when the test says so. */
class Asked extends EngineBench {
  readonly questions: CallerQuestion[];
  readonly answers: ((answer: CallerAnswer) => void)[];

  constructor(attribution: Attribution, instances = 1) {
    const questions: CallerQuestion[] = [];
    const answers: ((answer: CallerAnswer) => void)[] = [];
    const source = {
      request: (question: CallerQuestion, arrived: (answer: CallerAnswer) => void) => {
        questions.push(question);
        answers.push(arrived);
      },
    };
    const options = { httpTokens: 'optional' } as const;
    const changes = Array.from({ length: instances }, (_, index) =>
      index === 0
        ? putInstance('a', { options })
        : putInstance(`${index}`, {
            options,
            attachments: [{ kind: 'source', address: `10.0.0.${index}`, network: 'default' }],
          }),
    );
    super(changes, undefined, source, attribution);
    this.questions = questions;
    this.answers = answers;
  }

  /** A connection of the instance of this number. */
  dial(instance = 0): Connection {
    const connection = instance === 0 ? this.connect() : this.connect(0x0a000000 + instance);
    assert.ok(connection);
    return connection;
  }

  /** What comes of those that were unparked. */
  goOn(): string {
    return this.unparked
      .splice(0)
      .map((connection) => {
        this.engine.resume(connection);
        return this.drain(connection);
      })
      .join('');
  }

  events(): readonly ImdsEvent[] {
    return this.engine.observer.take()?.events ?? [];
  }
}

test('an answer is held back until its caller is found, and then tells who it was', () => {
  const bench = new Asked('v1');
  assert.equal(bench.exchange(get(ID), bench.dial()), '');
  assert.equal(bench.engine.next, 'parked');
  const ends = { peer: 0x7f000001, peerPort: 50_000, local: 0x7f000001, localPort: 1338 };
  assert.deepEqual(bench.questions, [{ ...ends, asker: deriveInstanceId('a'), thorough: true }]);
  bench.answers[0]?.(curl);
  assert.equal(statusOf(bench.goOn()), 200);
  assert.deepEqual(bench.events()[0]?.process, curl);
});

test('a connection is looked into once', () => {
  const bench = new Asked('v1');
  const connection = bench.dial();
  bench.exchange(get(ID, KEEP) + get(ID, KEEP), connection);
  bench.answers[0]?.(curl);
  assert.equal(bench.goOn().match(/HTTP\/1\.1 200/g)?.length, 2);
  bench.exchange(get(ID), connection);
  assert.equal(bench.questions.length, 1);
  assert.deepEqual(
    bench.events().map(({ process }) => process),
    [curl, curl, curl],
  );
});

test('which requests are looked into is a choice', () => {
  const kinds = {
    v1: () => get(ID),
    'v1 to nothing': () => get('/nothing'),
    v2: (token: string) => get(ID, `X-aws-ec2-metadata-token: ${token}`),
    'v2 credentials': (token: string) => get(CREDENTIALS, `X-aws-ec2-metadata-token: ${token}`),
    token: () => put('/latest/api/token', 'X-aws-ec2-metadata-token-ttl-seconds: 60'),
    options: () => request('OPTIONS', '/'),
  };
  const chosen = (attribution: Attribution): readonly string[] =>
    Object.entries(kinds).flatMap(([kind, text]) => {
      const bench = new Asked('off');
      const token = bench.token();
      const asking = new Asked(attribution);
      asking.exchange(text(token), asking.dial());
      return asking.questions.length > 0 ? [kind] : [];
    });
  assert.deepEqual(chosen('off'), []);
  assert.deepEqual(chosen('v1'), ['v1', 'v1 to nothing']);
  assert.deepEqual(chosen('all'), Object.keys(kinds));
});

test('who reads credentials with a token is looked for, and what only names them not', () => {
  for (const attribution of ['credentials', 'v1-and-credentials'] as const) {
    const bench = new Asked(attribution);
    const header = `X-aws-ec2-metadata-token: ${bench.token()}`;
    bench.exchange(get('/latest/meta-data/identity-credentials/ec2/info', header), bench.dial());
    assert.equal(bench.questions.length, 0);
    bench.exchange(get(CREDENTIALS, header), bench.dial());
    assert.equal(bench.questions.length, 1);
    bench.answers[0]?.(curl);
    assert.equal(statusOf(bench.goOn()), 200);
  }
});

test('whoever is not found in time is answered all the same, is unknown, and is looked for again later', () => {
  const bench = new Asked('v1');
  const connection = bench.dial();
  bench.exchange(get(ID, KEEP), connection);
  assert.equal(bench.engine.dueAtMs, bench.clock.now() + 250);
  bench.engine.callers.expire(bench.clock.now() + 249);
  assert.equal(bench.goOn(), '');
  bench.clock.advance(250);
  bench.engine.callers.expire(bench.clock.now());
  assert.equal(statusOf(bench.goOn()), 200);
  assert.equal(bench.events()[0]?.process, 'unknown');
  bench.answers[0]?.(curl);
  assert.equal(bench.goOn(), '', 'what comes too late is of no use');
  bench.exchange(get(ID, KEEP), connection);
  assert.equal(bench.questions.length, 1);
  bench.clock.advance(1000);
  bench.exchange(get(ID, KEEP), connection);
  assert.equal(bench.questions.length, 2);
});

test('who cannot be found is not looked for again', () => {
  const bench = new Asked('v1');
  const connection = bench.dial();
  bench.exchange(get(ID, KEEP), connection);
  bench.answers[0]?.('unknown');
  bench.goOn();
  bench.clock.advance(3_600_000);
  assert.equal(statusOf(bench.exchange(get(ID, KEEP), connection)), 200);
  assert.equal(bench.questions.length, 1);
});

test('a loud instance is looked into thoroughly so often, then quickly, and no more until the next hand-over', () => {
  const bench = new Asked('v1');
  for (let turn = 0; turn < 80; turn++) bench.exchange(get(ID, KEEP), bench.dial());
  const thorough = bench.questions.map((question) => 'thorough' in question && question.thorough);
  assert.deepEqual(thorough, [...Array.from({ length: 16 }, () => true), ...Array.from({ length: 48 }, () => false)]);
  for (const answer of bench.answers) answer(curl);
  bench.goOn();
  const events = bench.events();
  assert.equal(events.length, 64, 'there is room for those who are looked for, and nobody else');
  assert.ok(events.every(({ process }) => process === curl));
  bench.exchange(get(ID), bench.dial());
  assert.equal(bench.questions.length, 65);
});

test('of very many who wait, half are such as are looked for thoroughly', () => {
  const bench = new Asked('v1', 16);
  for (let instance = 0; instance < 16; instance++)
    for (let turn = 0; turn < 64; turn++) bench.exchange(get(ID), bench.dial(instance));
  const thorough = bench.questions.filter((question) => 'thorough' in question && question.thorough);
  assert.deepEqual([bench.questions.length, thorough.length], [256, 160]);
});
