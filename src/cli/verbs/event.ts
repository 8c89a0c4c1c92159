import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { INSTANCE_ACTIONS, MAINTENANCE_CODES, SPOT_ACTIONS, TARGET_LIFECYCLE_STATES } from '#model';
import type { AdminRequest } from '../admin-client.ts';
import { adminTarget } from '../admin-target.ts';
import type { AdminTarget } from '../admin-target.ts';
import type { Phrase } from '../flag-words.ts';
import { addWhenAndWho, defined, valueOption, whenAndWho } from '../event-options.ts';
import { apiUrlOption, jsonOption, stateOption } from '../options.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';

/** The API says it of its key. */
const PHRASES: readonly Phrase[] = [['ask for any life cycle (anyLifeCycle)', 'give --any-life-cycle']];

type Examples = readonly (readonly [string, string])[];

/** `openimds event …`. */
export function addEvent(program: Command): void {
  const event = verb(program, 'event', 'let something happen to instances of a running openimds', [
    ['openimds event spot-interruption', 'a notice now, and the interruption two minutes later'],
    ['openimds event maintenance --code system-reboot --not-before 10m --tag Name=web', 'for tagged instances'],
    ['openimds event list', 'what has happened and what is to come'],
    ['openimds event cancel event-0123456789abcdef0', 'take it back'],
  ]).helpCommand(false);
  addSpotInterruption(event);
  addRebalance(event);
  addMaintenance(event);
  addLifecycle(event);
  addInstanceAction(event);
  addRotation(event);
  addList(event);
  addById(event, 'show', 'GET', 'show one event');
  addById(event, 'cancel', 'DELETE', 'take an event back: nothing more of it happens, and what it shows goes');
}

function addSpotInterruption(event: Command): void {
  const command = firing(event, 'spot-interruption', 'give a Spot interruption notice, then interrupt', [
    ['openimds event spot-interruption --instance i-0123456789abcdef0', 'terminated two minutes from now'],
    ['openimds event spot-interruption --action stop --in 1m --notice 30s --all', 'a minute of peace, 30 s of notice'],
    [
      'openimds event spot-interruption --rebalance-before 3m',
      'a rebalance recommendation now, the notice in 3 minutes',
    ],
  ])
    .addOption(
      new Option('--action <ACTION>', 'what becomes of them: what each declares, unless told')
        .choices(SPOT_ACTIONS)
        .env('OPENIMDS_ACTION'),
    )
    .addOption(valueOption('--notice <DURATION>', 'from notice to interruption: 2m, or 0s for hibernate, unless told'))
    .addOption(valueOption('--rebalance-before <DURATION>', 'recommend rebalancing first, this long before the notice'))
    .addOption(valueOption('--shutdown <DURATION>', 'how long they are shutting-down or stopping: 5s unless told'))
    .addOption(anyLifeCycleOption());
  fires(command, (self) => {
    const { action, notice, rebalanceBefore, shutdown } = self.opts<Record<string, string | undefined>>();
    return { ...anyLifeCycle(self), spotInterruption: defined({ action, notice, rebalanceBefore, shutdown }) };
  });
}

function addRebalance(event: Command): void {
  const command = firing(event, 'rebalance', 'recommend rebalancing to Spot Instances', [
    ['openimds event rebalance --tag Name=web', 'shown until it is canceled, or the instance goes down'],
  ]).addOption(anyLifeCycleOption());
  fires(command, (self) => ({ ...anyLifeCycle(self), rebalanceRecommendation: true }));
}

function addMaintenance(event: Command): void {
  const command = firing(event, 'maintenance', 'schedule maintenance, and do it when it is due', [
    ['openimds event maintenance --code system-maintenance', 'announced now, two weeks ahead'],
    ['openimds event maintenance --code instance-stop --not-before 10m', 'the instance is stopped in ten minutes'],
    [
      'openimds event maintenance --code system-reboot --not-before 2h --not-after 4h --not-before-deadline 7d',
      'with a window, and until when it may be moved',
    ],
  ])
    .addOption(
      new Option('--code <CODE>', 'what is scheduled')
        .choices(MAINTENANCE_CODES)
        .makeOptionMandatory()
        .env('OPENIMDS_CODE'),
    )
    .addOption(valueOption('--description <TEXT>', 'such as "scheduled reboot"'))
    .addOption(valueOption('--not-before <WHEN>', 'when it begins: a UTC time, or so long after it is announced; 14d'))
    .addOption(valueOption('--not-after <WHEN>', 'when it ends at the latest'))
    .addOption(valueOption('--not-before-deadline <WHEN>', 'until when the beginning may be moved'))
    .addOption(valueOption('--shutdown <DURATION>', 'how long an instance is stopping: 5s unless told'));
  fires(command, (self) => {
    const said = self.opts<Record<string, string | undefined>>();
    const { code, description, notBefore, notAfter, notBeforeDeadline, shutdown } = said;
    return { maintenance: defined({ code, description, notBefore, notAfter, notBeforeDeadline, shutdown }) };
  });
}

function addLifecycle(event: Command): void {
  const command = firing(event, 'lifecycle', 'set the target lifecycle state of Amazon EC2 Auto Scaling', [
    ['openimds event lifecycle Terminated --in 30s', 'what a lifecycle hook waits for'],
  ]).addArgument(new Argument('<STATE>', 'the state').choices(TARGET_LIFECYCLE_STATES));
  fires(command, (self) => ({ targetLifecycleState: self.processedArgs[0] }));
}

function addInstanceAction(event: Command): void {
  const command = firing(event, 'instance-action', 'set instance-action', [
    ['openimds event instance-action shutdown', 'until "openimds event instance-action none"'],
  ]).addArgument(new Argument('<ACTION>', 'the action').choices(INSTANCE_ACTIONS));
  fires(command, (self) => ({ instanceAction: self.processedArgs[0] }));
}

function addRotation(event: Command): void {
  const command = firing(event, 'rotate-credentials', 'let instances get new role credentials', [
    ['openimds event rotate-credentials --all', 'the next request for credentials sees new ones'],
  ]);
  fires(command, () => ({ credentialRotation: true }));
}

const STATES = ['scheduled', 'in-progress', 'completed', 'canceled', 'failed'] as const;

function addList(event: Command): void {
  const command = reaching(event, 'list', 'list events, the oldest first', [
    ['openimds event list --only scheduled', 'those that have not begun'],
    ['openimds event list --json', 'with all there is to say of them'],
  ]).addOption(new Option('--only <STATE>', 'those in this state').choices(STATES).env('OPENIMDS_ONLY'));
  command.action(
    checked(async (self) => {
      const { only } = self.opts<{ only?: string }>();
      const { eventList } = await import('../event.ts');
      await eventList(target(self), only === undefined ? {} : { state: only }, isJson(self));
    }),
  );
}

function addById(event: Command, name: string, method: AdminRequest['method'], summary: string): void {
  const command = reaching(event, name, summary, [
    [`openimds event ${name} event-0123456789abcdef0`, '"openimds event list" has the ids'],
  ]).argument('<ID>', 'of the event');
  command.action(
    checked((self) => {
      const path = `/events/${encodeURIComponent(String(self.processedArgs[0]))}`;
      return send(self, { method, path });
    }),
  );
}

/** A verb that speaks to a running openimds. */
function reaching(event: Command, name: string, summary: string, examples: Examples): Command {
  return verb(event, name, summary, examples)
    .addOption(stateOption())
    .addOption(apiUrlOption())
    .addOption(jsonOption('print JSON'));
}

/** A verb that fires an event. */
function firing(event: Command, name: string, summary: string, examples: Examples): Command {
  return addWhenAndWho(reaching(event, name, summary, examples));
}

function fires(command: Command, happening: (self: Command) => Readonly<Record<string, unknown>>): void {
  command.action(
    checked((self) =>
      send(self, { method: 'POST', path: '/events', body: { ...whenAndWho(self), ...happening(self) } }),
    ),
  );
}

function target(self: Command): AdminTarget {
  return adminTarget(self, PHRASES);
}

async function send(self: Command, request: AdminRequest): Promise<void> {
  const { event } = await import('../event.ts');
  await event(target(self), request, isJson(self));
}

function anyLifeCycleOption(): Option {
  return new Option('--any-life-cycle', 'tell On-Demand Instances too, as EC2 does not (env: OPENIMDS_ANY_LIFE_CYCLE)');
}

function anyLifeCycle(self: Command): Readonly<Record<string, unknown>> {
  const { anyLifeCycle: flag } = self.opts<{ anyLifeCycle?: true }>();
  return (flag ?? readSwitch(process.env, 'OPENIMDS_ANY_LIFE_CYCLE') ?? false) ? { anyLifeCycle: true } : {};
}
