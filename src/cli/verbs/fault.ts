import { PRESET_NAMES, PRESETS } from '#fault';
import type { Command } from 'commander';
import { adminTarget } from '../admin-target.ts';
import { faultDeclaration } from '../fault-declaration.ts';
import type { FaultFlags } from '../fault-declaration.ts';
import type { Phrase } from '../flag-words.ts';
import { faultIdOption, selectionOptions, spentOption, statusOptions } from '../fault-options.ts';
import type { FaultRequest } from '../fault.ts';
import { apiUrlOption, jsonOption, stateOption } from '../options.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';

/** What the API says of its requests, its lists and the words of effects. */
const PHRASES: readonly Phrase[] = [
  ['GET /faults (openimds fault list)', '"openimds fault list"'],
  ['delete it first, or give another id', '"openimds fault remove" it first, or give another --id'],
  ['"for" or "until", not both', '--for or --until, not both'],
  ['status.code: ', 'status: '],
  ['tokenLife: ', 'token-life: '],
  ['clockSkew: ', 'clock-skew: '],
];

/** `openimds fault add`, `list`, `remove` and `clear`. */
export function addFault(program: Command): void {
  const fault = verb(program, 'fault', 'make the service misbehave, for tests of those who use it', [
    ['openimds fault add token-outage --for 30s', 'no session token for half a minute'],
    ['openimds fault add latency 200ms±50ms --path "meta-data/**"', 'slow items'],
    ['openimds fault list', 'what is at work, and how often it was hit'],
    ['openimds fault clear', 'everything is well again'],
  ]).helpCommand(false);
  addAdd(fault);
  addList(fault);
  addRemove(fault);
  addClear(fault);
}

const EFFECTS = `
Effects, one or more, each with its value:
  latency 200ms | 200ms±50ms | 100ms..1s | normal(200ms, 50ms) | exponential(200ms) | log-normal(200ms, 0.5)
          … and perhaps "within 10ms..2s"
  stall 30s | forever            send nothing for so long; "30s after 100": once 100 bytes of the body are out
  reset | reset after 100        reset the connection, at once or inside the body
  refuse | refuse connection     close without an answer, once asked or as soon as connected
  status 503                     answer this; see --retry-after, --header, --body
  truncate 100                   end after so many bytes of the body
  garbage                        noise in place of the body
  drip 50                        so many bytes a second
  token-life 5s                  tokens expire after this, whatever they were granted
  credentials expired | expiring 5m | missing | AssumeRoleUnauthorizedAccess | InstanceProfileNotFound
  clock-skew=-5m                 the service's clock is behind, or ahead

Presets:`;

function addAdd(fault: Command): void {
  const command = verb(fault, 'add', 'add a fault; it acts on the next request', [
    ['openimds fault add token-outage --for 30s --instance i-0123456789abcdef0', 'no session token for half a minute'],
    ['openimds fault add latency 200ms±50ms', 'every answer takes 150 to 250 ms'],
    ['openimds fault add status 503 --retry-after 2 --share 30%', 'three requests in ten'],
    ['openimds fault add reset --count 1 --path "meta-data/iam/**"', 'the next one there'],
    ['openimds fault add expired-credentials --tag team=web', 'for all instances with that tag'],
  ]).argument('<effect...>', 'what goes wrong: effects with their values, or a preset');
  for (const option of [...selectionOptions(), ...statusOptions(), faultIdOption()]) command.addOption(option);
  const width = Math.max(...PRESET_NAMES.map((name) => name.length));
  const presets = PRESET_NAMES.map((name) => `  ${name.padEnd(width)}  ${PRESETS[name].summary}`);
  withTarget(command)
    .addHelpText('after', `${EFFECTS}\n${presets.join('\n')}`)
    .action(
      checked(async (self) => {
        const declaration = faultDeclaration(self.args, self.opts<FaultFlags>());
        const { addFault: add } = await import('../fault.ts');
        await add(declaration, requestOf(self));
      }),
    );
}

function addList(fault: Command): void {
  withTarget(
    verb(fault, 'list', 'list the faults, spent ones included', [
      ['openimds fault list', 'a table: of the requests each concerns, how many it has hit'],
      ['openimds fault list --json', 'as one JSON object'],
    ]),
  ).action(
    checked(async (self) => {
      const { listFaults } = await import('../fault.ts');
      await listFaults(requestOf(self));
    }),
  );
}

function addRemove(fault: Command): void {
  withTarget(
    verb(fault, 'remove', 'remove faults', [
      ['openimds fault remove fault-0123456789ab', 'the id is the one that "fault list" shows'],
    ]).argument('<id...>', 'ids of faults'),
  ).action(
    checked(async (self) => {
      const { removeFaults } = await import('../fault.ts');
      await removeFaults(self.args, requestOf(self));
    }),
  );
}

function addClear(fault: Command): void {
  withTarget(
    verb(fault, 'clear', 'remove all faults', [
      ['openimds fault clear', 'those of the configuration too, until it is read again'],
      ['openimds fault clear --spent', 'forgets what is over'],
    ]).addOption(spentOption()),
  ).action(
    checked(async (self) => {
      const spentOnly = self.opts<{ spent?: true }>().spent ?? readSwitch(process.env, 'OPENIMDS_SPENT') ?? false;
      const { clearFaults } = await import('../fault.ts');
      await clearFaults(spentOnly, requestOf(self));
    }),
  );
}

function withTarget(command: Command): Command {
  return command.addOption(stateOption()).addOption(apiUrlOption()).addOption(jsonOption('print JSON'));
}

function requestOf(command: Command): FaultRequest {
  return { target: adminTarget(command, PHRASES), json: isJson(command) };
}
