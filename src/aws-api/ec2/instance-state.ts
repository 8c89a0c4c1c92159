import type { InstanceDeclaration, InstanceState } from '#model';
import type { ec2 } from '#protocol/aws';

/** The low byte of each state's code (EC2 API Reference, `InstanceState`). */
const CODES = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const satisfies Readonly<Record<InstanceState, number>>;

/** The state of an instance; one of which nothing is said is running. */
export function stateOf({ state = 'running' }: InstanceDeclaration): InstanceState {
  return state;
}

/** A state as EC2 shows it. */
export function stateView(state: InstanceState): { readonly Code: number; readonly Name: InstanceState } {
  return { Code: CODES[state], Name: state } satisfies ec2.InstanceState;
}
