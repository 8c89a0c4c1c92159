// Owns EC2's link-local addresses on this machine: what has to be done to put them there and to take them away, and doing it.
// Promises that it changes nothing but its own table and addresses, and that after any crash the next call knows what there is.
// Never listens on those addresses, and never decides who a caller is.
export { shellText } from './command.ts';
export type { Command } from './command.ts';
export { instanceCommand } from './instance-command.ts';
export type { InstancePlace } from './instance-command.ts';
export { openInstanceNetwork } from './open-instance-network.ts';
export type { InstanceNetwork } from './open-instance-network.ts';
export { dockerBridge } from './docker-bridge.ts';
export { carryOut } from './carry-out.ts';
export type { LinkedAddress } from './linked-address.ts';
export { openLinkRecord } from './link-record.ts';
export type { LinkRecord } from './link-record.ts';
export { destination, linkStatus } from './link-status.ts';
export type { LinkState, LinkStatus } from './link-status.ts';
export type { MachineNetwork } from './machine-network.ts';
export { METADATA_ADDRESS } from './metadata-address.ts';
export type { Family } from './metadata-address.ts';
export { observeMachine } from './observe-machine.ts';
export { planDown, planUp } from './plan-link.ts';
export type { LinkPlan } from './plan-link.ts';
export { ENTER_USER_NAMESPACE, namespacePowers } from './namespace-powers.ts';
export { isRealEc2 } from './real-ec2.ts';
export { runProgram } from './run-program.ts';
export type { RunProgram } from './run-program.ts';
