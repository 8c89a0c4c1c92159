import type { Environment } from '../variables.ts';
import { ENTERED_VARIABLE } from './user-namespace.ts';

/** What would keep SDKs from the literal addresses: on an instance nobody sets them, on other machines many do. */
const LEFT_OUT = new Set([ENTERED_VARIABLE, 'AWS_EC2_METADATA_DISABLED', 'AWS_EC2_METADATA_SERVICE_ENDPOINT']);

/** The environment of a program on an instance: the one given, without what points metadata elsewhere. */
export function instanceEnvironment(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !LEFT_OUT.has(name)));
}
