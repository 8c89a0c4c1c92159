import type { PolicyKind } from './document.ts';
import { REFUSALS } from './malformed-policy.ts';
import type { Faults } from './malformed-policy.ts';

/** `*`, or a service and the name of an action with a colon between; wildcards in the name only. */
export function checkAction(pattern: string, kind: PolicyKind, path: string, faults: Faults): void {
  const [vendor = '', ...names] = pattern.split(':');
  const detail = `"${pattern}" is not "*" or like "ec2:Describe*"`;
  if (kind === 'trust' && vendor.toLowerCase() !== 'sts') faults.report(path, REFUSALS.trustActions, detail);
  else if (pattern === '*') return;
  else if (names.length === 0) faults.report(path, REFUSALS.vendorMissing, detail);
  else if (names.length > 1) faults.report(path, REFUSALS.oneColon, detail);
  else if (!/^[a-zA-Z0-9.-]+$/.test(vendor)) faults.report(path, `Vendor ${vendor} is not valid`, detail);
}

/** `*`, or an ARN whose first three parts are literal but for a partition of `*`. */
export function checkResource(pattern: string, path: string, faults: Faults): void {
  if (pattern === '*') return;
  const [scheme, partition = '', service = '', ...rest] = withoutVariables(pattern).split(':');
  if (scheme !== 'arn' || rest.length === 0) {
    faults.report(path, `Resource ${pattern} must be in ARN format or "*".`, 'An ARN is arn:partition:service:…');
  } else if (!/^(?:aws(?:-[a-z]+)*|\*)$/.test(partition)) {
    const whole = ['arn', partition, service, ...rest].join(':');
    const detail = 'A partition is aws, aws-cn, aws-us-gov, …';
    faults.report(path, `Partition "${partition}" is not valid for resource "${whole}".`, detail);
  } else if (!/^[a-zA-Z0-9-]+$/.test(service)) {
    faults.report(path, REFUSALS.vendorWildcard, `"${service}" is not the name of a service`);
  } else if (rest.length < 3 && rest.includes('')) {
    faults.report(path, REFUSALS.legacy, 'An ARN has six parts');
  } else if (rest.slice(0, 2).some((part) => part.includes(VARIABLE))) {
    faults.report(path, REFUSALS.legacy, 'Policy variables may stand only after the fifth colon of an ARN');
  }
}

const VARIABLE = '\u0000';

/** Hides policy variables, whose names contain the colons that divide an ARN. */
function withoutVariables(pattern: string): string {
  return pattern.replaceAll(/\$\{[^{}]*\}/g, VARIABLE);
}
