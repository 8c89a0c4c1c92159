import { InvalidArgumentError } from 'commander';

/** The environment of a process. */
export type Environment = Record<string, string | undefined>;

const ON = new Set(['1', 'true', 'yes', 'on']);
const OFF = new Set(['0', 'false', 'no', 'off']);

/** Takes empty `OPENIMDS_*` variables away: compose files and CI systems pass those that are not set as empty ones. */
export function discardEmptyVariables(environment: Environment): void {
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith('OPENIMDS_') && value === '') delete environment[name];
}

/** What a variable says about a flag that has no value; undefined when it is not set. */
export function readSwitch(environment: Environment, name: string): boolean | undefined {
  const value = environment[name]?.toLowerCase();
  if (value === undefined) return undefined;
  if (ON.has(value) || OFF.has(value)) return ON.has(value);
  throw new InvalidArgumentError(`environment variable ${name} must be true or false, not "${value}"`);
}
