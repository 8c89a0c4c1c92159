import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { aRequest, HandTurnedClock, LAUNCHED } from './an-instance.test-support.ts';
import type { IssueResult } from './credentials.ts';
import { parseProcessOutput, processIssuer } from './process-issuer.ts';
import type { ProcessIssuerOptions } from './process-issuer.ts';
import type { Command } from './run-command.ts';

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'process-issuer-'));
after(() => rmSync(folder, { recursive: true }));
const FULL = {
  Version: 1,
  AccessKeyId: 'ASIAPROCESS',
  SecretAccessKey: 'SECRET',
  SessionToken: 'TOKEN',
  Expiration: '2026-03-27T03:35:30Z',
};

function issue(command: Command, said: Partial<ProcessIssuerOptions> = {}): Promise<IssueResult> {
  const environment = { PATH: process.env['PATH'], GIVEN: 'here' };
  const issuer = processIssuer({ clock: new HandTurnedClock(), command, environment, ...said });
  assert.ok(issuer.kind === 'remote');
  return issuer.issue(aRequest());
}

/** A command that runs a line of JavaScript, without a shell. */
function script(line: string, ...args: readonly string[]): Command {
  return [process.execPath, '-e', line, ...args];
}

async function reasonOf(issued: Promise<IssueResult>): Promise<string> {
  const result = await issued;
  assert.ok(!result.ok && result.error.code === 'CredentialProcessFailed');
  assert.doesNotMatch(result.error.message, /SECRET|TOKEN/);
  return result.error.message;
}

test('what the program prints is given on', async () => {
  const issued = await issue(script(`console.log(${JSON.stringify(JSON.stringify(FULL))})`));
  assert.ok(issued.ok);
  const { refreshAtMs, ...others } = issued.value;
  assert.deepEqual(others, {
    accessKeyId: 'ASIAPROCESS',
    secretAccessKey: 'SECRET',
    sessionToken: 'TOKEN',
    issuedAtMs: LAUNCHED,
    expiresAtMs: LAUNCHED + HOUR,
    accountId: undefined,
  });
  assert.ok(refreshAtMs >= LAUNCHED + HOUR / 2 && refreshAtMs <= LAUNCHED + 0.6 * HOUR);
});

test('the program learns for whom, and has the environment it was given and no other', async () => {
  const names = 'GIVEN OPENIMDS_INSTANCE_ID OPENIMDS_ROLE_NAME OPENIMDS_ROLE_ARN OPENIMDS_ROLE_DELIVERY HOME';
  const line = `console.log(JSON.stringify({ ...${JSON.stringify(FULL)}, SessionToken: process.argv[1].split(' ').map((name) => process.env[name]).join('|') }))`;
  const issued = await issue(script(line, names));
  assert.ok(issued.ok);
  const { instance, role } = aRequest();
  assert.equal(issued.value.sessionToken, `here|${instance.id}|app-role|${role.arn}|2.0|`);
});

test('a string goes through the shell, a list does not', async () => {
  const json = JSON.stringify(FULL);
  const issued = await issue(`x='${json}'; printf %s "$x" | cat`);
  assert.ok(issued.ok && issued.value.accessKeyId === 'ASIAPROCESS');
  const marker = join(folder, 'marker');
  await issue(['echo', `$(touch ${marker})`, ';', 'touch', marker]);
  assert.ok(!existsSync(marker));
});

test('a program that fails or cannot be started is a failure that quotes nothing', async () => {
  assert.match(await reasonOf(issue(script('console.log("SECRET"); process.exit(3)'))), /ended with status 3$/);
  assert.match(await reasonOf(issue(script('process.kill(process.pid, "SIGTERM")'))), /was ended by SIGTERM$/);
  assert.match(await reasonOf(issue(['/nowhere/SECRET'])), /could not be started \(ENOENT\)$/);
  assert.match(await reasonOf(issue('exit 4 # SECRET')), /ended with status 4$/);
  assert.match(await reasonOf(issue(script('console.error("SECRET"); console.log("{}")'))), /another "Version"/);
});

test('a program that writes too much is stopped', async () => {
  const reason = await reasonOf(issue(script('setInterval(() => process.stdout.write("x".repeat(50000)), 1)')));
  assert.match(reason, /wrote more than 65536 bytes$/);
});

test('a program that takes too long is killed with everything it started', async () => {
  const written = join(folder, 'written');
  // It ends by itself, so that a failing test leaves nothing behind that runs for ever.
  const line = `(for round in $(seq 200); do echo still here >> ${written}; sleep 0.02; done) & wait`;
  assert.match(await reasonOf(issue(line, { timeoutMs: 300 })), /did not end within 300 ms$/);
  const stillGrows = async (): Promise<boolean> => {
    const before = statSync(written).size;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return statSync(written).size > before;
  };
  let rounds = 0;
  while (await stillGrows()) assert.ok((rounds += 1) < 10);
});

test('optional members may be absent', () => {
  const { Version, AccessKeyId, SecretAccessKey } = FULL;
  const parsed = parseProcessOutput(
    JSON.stringify({ Version, AccessKeyId, SecretAccessKey, AccountId: '1' }),
    '',
    LAUNCHED,
  );
  assert.ok(parsed.ok);
  assert.deepEqual([parsed.value.sessionToken, parsed.value.accountId], ['', '1']);
  assert.equal(parsed.value.expiresAtMs, LAUNCHED + 6 * HOUR);
});

test('output outside the contract is a failure that says what is wrong with it', async () => {
  for (const [output, reason] of [
    ['', /else than a JSON object/],
    ['SECRET', /else than a JSON object/],
    ['null', /else than a JSON object/],
    ['[]', /another "Version"/],
    [{ ...FULL, Version: 2 }, /another "Version"/],
    [{ ...FULL, Version: '1' }, /another "Version"/],
    [{ ...FULL, SecretAccessKey: '' }, /no "AccessKeyId" and "SecretAccessKey"/],
    [{ ...FULL, AccessKeyId: 7 }, /no "AccessKeyId" and "SecretAccessKey"/],
    [{ ...FULL, SessionToken: {} }, /"SessionToken" that is no text/],
    [{ ...FULL, Expiration: 'SECRET' }, /not an ISO 8601 time/],
    [{ ...FULL, Expiration: 7 }, /not an ISO 8601 time/],
    [{ ...FULL, Expiration: '2026-03-27T02:35:30Z' }, /have expired/],
  ] as const) {
    const text = typeof output === 'string' ? output : JSON.stringify(output);
    assert.match(await reasonOf(Promise.resolve(parseProcessOutput(text, '', LAUNCHED))), reason);
  }
});

test('no output makes the reader throw', () => {
  const member = fc.oneof(fc.jsonValue(), fc.constant(undefined));
  const output = fc.record({
    Version: fc.constantFrom(1, 2),
    AccessKeyId: member,
    SecretAccessKey: member,
    Expiration: member,
  });
  fc.assert(fc.property(output, (json) => void parseProcessOutput(JSON.stringify(json), '', LAUNCHED)));
  fc.assert(fc.property(fc.string(), (text) => void parseProcessOutput(text, '', LAUNCHED)));
});
