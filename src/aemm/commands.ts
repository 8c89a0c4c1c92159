/** What is mocked beside static metadata: all there is, or only what the sub-command is for. */
export type MockCommand = 'all' | 'spot' | 'events' | 'asglifecycle';

/** A flag as amazon-ec2-metadata-mock has it. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly kind: 'text' | 'whole' | 'switch';
  /** The key that configuration files and variables know it by; undefined: it is a flag and nothing else. */
  readonly key: string | undefined;
  readonly help: string;
}

/** Flags of every command. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  flag(
    'asg-termination-delay-sec',
    'whole',
    'seconds after the start until the target lifecycle state is Terminated (0)',
  ),
  flag('asg-termination-trigger-time', 'text', 'when it is Terminated, RFC 3339; goes before the delay'),
  flag('config-file', 'text', 'configuration in JSON ($HOME/aemm-config.json)', 'c'),
  { ...flag('hostname', 'text', 'name or address to listen on (0.0.0.0)', 'n'), key: 'server.hostname' },
  flag('imdsv2', 'switch', 'answer nothing without a session token', 'I'),
  flag('mock-delay-sec', 'whole', 'seconds after the start until the spot notice or the event is there (0)', 'd'),
  flag(
    'mock-ip-count',
    'whole',
    'how many callers, by address, the spot notice and the events are for; negative: all (2)',
    'x',
  ),
  flag('mock-trigger-time', 'text', 'when they are there, RFC 3339; goes before the delay'),
  { ...flag('port', 'text', 'port to listen on (1338)', 'p'), key: 'server.port' },
  flag('rebalance-delay-sec', 'whole', 'seconds after the start until the rebalance recommendation is there (0)'),
  flag('rebalance-trigger-time', 'text', 'when it is there, RFC 3339; goes before the delay'),
  flag(
    'save-config-to-file',
    'switch',
    'write what all sources come to into $HOME/.ec2-metadata-mock/.aemm-config-used.json',
    's',
  ),
  flag('watch-config-file', 'switch', 'follow changes of the configuration file', 'w'),
  {
    name: 'json',
    kind: 'switch',
    key: undefined,
    help: 'print one JSON object when it listens (not of amazon-ec2-metadata-mock)',
  },
  { name: 'help', short: 'h', kind: 'switch', key: undefined, help: 'this help' },
  { name: 'version', short: 'v', kind: 'switch', key: undefined, help: 'the version of openimds' },
];

const INSTANCE_ACTIONS = ['terminate', 'hibernate', 'stop'] as const;
const EVENT_CODES = [
  'instance-reboot',
  'system-reboot',
  'system-maintenance',
  'instance-retirement',
  'instance-stop',
] as const;
const EVENT_STATES = ['active', 'completed', 'canceled'] as const;

/** The words that some settings are restricted to, by their key. */
export const ALLOWED_WORDS: Readonly<Record<string, readonly string[]>> = {
  'spot.action': INSTANCE_ACTIONS,
  'events.code': EVENT_CODES,
  'events.state': EVENT_STATES,
};

/** The settings that are times, by their key. */
export const TIMES: readonly string[] = [
  'mock-trigger-time',
  'rebalance-trigger-time',
  'asg-termination-trigger-time',
  'spot.time',
  'spot.rebalance-rec-time',
  'events.not-before',
  'events.not-after',
  'events.not-before-deadline',
];

/** A sub-command. */
export interface SubCommand {
  readonly command: MockCommand;
  readonly aliases: readonly string[];
  readonly summary: string;
  /** How it calls itself when it starts. */
  readonly title: string;
  readonly flags: readonly Flag[];
}

/** The sub-commands; without one, everything is mocked. */
export const SUB_COMMANDS: readonly SubCommand[] = [
  {
    command: 'asglifecycle',
    aliases: ['autoscaling', 'asg'],
    summary: 'mock the target lifecycle state of an Auto Scaling group',
    title: 'EC2 ASG Lifecycle',
    flags: [],
  },
  {
    command: 'events',
    aliases: ['se', 'scheduledevents'],
    summary: 'mock a scheduled maintenance event',
    title: 'EC2 Events',
    flags: [
      own('events', 'code', `${EVENT_CODES.join(', ')} (system-reboot)`, 'o'),
      own('events', 'not-after', 'the latest end, RFC 3339 (start + 7 days)', 'a'),
      own('events', 'not-before', 'the earliest begin, RFC 3339 (start)', 'b'),
      own('events', 'not-before-deadline', 'the latest begin, RFC 3339 (start + 9 days)', 'l'),
      own('events', 'state', `${EVENT_STATES.join(', ')} (active)`, 't'),
    ],
  },
  {
    command: 'spot',
    aliases: ['spotitn'],
    summary: 'mock a Spot interruption notice and a rebalance recommendation',
    title: 'EC2 Spot interruption notice',
    flags: [
      own('spot', 'action', `${INSTANCE_ACTIONS.join(', ')} (terminate)`, 'a'),
      own(
        'spot',
        'rebalance-rec-time',
        'the time of the rebalance recommendation, RFC 3339 (the moment it is asked for)',
        'r',
      ),
      own('spot', 'time', 'the time of the interruption, RFC 3339 (two minutes after it is asked for)', 't'),
    ],
  },
];

function flag(name: string, kind: Flag['kind'], help: string, short?: string): Flag {
  return { name, kind, key: name, help, ...(short === undefined ? {} : { short }) };
}

function own(command: string, name: string, help: string, short: string): Flag {
  return { name, kind: 'text', key: `${command}.${name}`, help, short };
}
