import { Option } from 'commander';
import { parseHosts, parsePort, parseText, parseWorkers } from './option-values.ts';

/** Where the data plane listens unless told otherwise: the port of the best-known mock, so that its users change nothing. */
const DEFAULT_PORT = 1338;
/** Where the API and the console listen unless told otherwise. */
const DEFAULT_API_PORT = 1339;

// Every flag with a value has a variable. A command takes its own copies: an Option object remembers its command.

export function portOption(): Option {
  return portOptionWith('port of the metadata service; 0 takes a free one');
}

/** The port of an openimds that listens already. */
export function servedPortOption(): Option {
  return portOptionWith('port that the metadata service listens on');
}

function portOptionWith(description: string): Option {
  return new Option('-p, --port <N>', description).env('OPENIMDS_PORT').default(DEFAULT_PORT).argParser(parsePort);
}

export function apiPortOption(): Option {
  return new Option('--api-port <N>', 'port of the API and the console; 0 takes a free one')
    .env('OPENIMDS_API_PORT')
    .default(DEFAULT_API_PORT)
    .argParser(parsePort);
}

export function hostOption(): Option {
  return hostOptionWith('address to listen on, IPv4 or IPv6; repeat it or separate by commas');
}

/** The address of an openimds that listens already. */
export function servedHostOption(): Option {
  return hostOptionWith('address that it listens on; of several, the first of IPv4');
}

function hostOptionWith(description: string): Option {
  return new Option('--host <ADDR>', description).env('OPENIMDS_HOST').default([], '127.0.0.1').argParser(parseHosts);
}

export function configOption(): Option {
  return new Option('-c, --config <FILE>', 'configuration file (./openimds.yaml if it is there)')
    .env('OPENIMDS_CONFIG')
    .argParser(parseText);
}

export function stateOption(): Option {
  return new Option('--state <DIR>', 'where keys and state are kept ($XDG_STATE_HOME/openimds)')
    .env('OPENIMDS_STATE')
    .argParser(parseText);
}

export function transportOption(): Option {
  return new Option(
    '--transport <KIND>',
    'how sockets are served; auto, unless told, takes the fastest that works here',
  )
    .env('OPENIMDS_TRANSPORT')
    .choices(['auto', 'epoll', 'net']);
}

export function workersOption(): Option {
  return new Option('--workers <N>', 'threads that answer requests (1)')
    .env('OPENIMDS_WORKERS')
    .argParser(parseWorkers);
}

export function profileOption(): Option {
  return new Option('--profile <NAME>', "which generation of EC2's responders to speak as")
    .env('OPENIMDS_PROFILE')
    .choices(['modern', 'legacy']);
}

/** See `jsonOption`. */
export function rootOption(): Option {
  return new Option('--root', 'print the endpoint of the AWS API and the root access key instead (env: OPENIMDS_ROOT)');
}

export function outputOption(): Option {
  return new Option('-o, --output <DIR>', 'write dsa.pem, rsa.pem and rsa2048.pem there instead of printing them')
    .env('OPENIMDS_OUTPUT')
    .argParser(parseText);
}

/** A flag without a value; its variable is read by `readSwitch`, for which "0" and "false" mean no. */
export function jsonOption(what: string): Option {
  return new Option('--json', `${what} (env: OPENIMDS_JSON)`);
}

/** See `jsonOption`. */
export function ephemeralOption(): Option {
  return new Option('--ephemeral', 'keep nothing: keys and state end with the process (env: OPENIMDS_EPHEMERAL)');
}

/** See `jsonOption`. */
export function eventsOption(): Option {
  return new Option(
    '--events',
    'print requests that matter, API calls, alarms and findings, a JSON object a line (env: OPENIMDS_EVENTS)',
  );
}

export function apiUrlOption(): Option {
  return new Option('--api-url <URL>', 'API of an openimds that keeps no state; AWS_ACCESS_KEY_ID and …SECRET… sign')
    .env('OPENIMDS_API_URL')
    .argParser(parseText);
}
