import type { CallerProcess, Finding } from '#model';

/** What a finding says to a person: what happened, how bad that is, and what to do. */
export interface FindingText {
  /** At most 256 characters. */
  readonly title: string;
  readonly description: string;
  readonly remedy: string;
}

/** The words of a finding. */
export function describeFinding(finding: Finding): FindingText {
  const { title, description, remedy } = TEXTS[finding.type](finding);
  const prefix = finding.sample ? '[SAMPLE] ' : '';
  return { title: `${prefix}${title}`.slice(0, 256), description: `${description}${historyOf(finding)}`, remedy };
}

const TEXTS: Readonly<Record<Finding['type'], (finding: Finding) => FindingText>> = {
  'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS': exfiltratedOutside,
  'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS': exfiltratedInside,
  'Policy:EC2/InstanceMetadataV1Use': v1Use,
  'CredentialAccess:EC2/InstanceMetadataRequestForgery': requestForgery,
  'CredentialAccess:EC2/AnomalousCredentialReads': anomalousReads,
};

const REVOKE =
  'Revoke the sessions of the role (deny what was issued before now by aws:TokenIssueTime), find out how the credentials ' +
  'were read, and require IMDSv2 on the instance: aws ec2 modify-instance-metadata-options --http-tokens required. If the ' +
  'address is one of yours, such as a NAT gateway or a VPN, declare it under findings.trustedAddresses.';

function exfiltratedOutside({ resource, evidence }: Finding): FindingText {
  const { call } = evidence;
  return {
    title: `Credentials of the EC2 instance ${resource.instanceId} were used from the outside address ${call?.sourceAddress ?? '?'}.`,
    description:
      `Credentials that were given to ${resource.instanceId} for the role ${call?.roleArn ?? '?'} by IMDSv${call?.delivery === '2.0' ? 2 : 1} ` +
      `made API calls, ${callOf(call)}, from an address that is neither the instance's nor its network's.`,
    remedy: REVOKE,
  };
}

function exfiltratedInside({ resource, evidence }: Finding): FindingText {
  const { call } = evidence;
  const holder = call?.holder;
  return {
    title: `Credentials of the EC2 instance ${resource.instanceId} were used from another instance, ${holder?.instanceId ?? '?'}.`,
    description:
      `Credentials that were given to ${resource.instanceId} for the role ${call?.roleArn ?? '?'} by IMDSv${call?.delivery === '2.0' ? 2 : 1} ` +
      `made API calls, ${callOf(call)}, from the address of ${holder?.instanceId ?? 'another instance'} of the account ` +
      `${holder?.accountId ?? '?'}.`,
    remedy: REVOKE,
  };
}

function v1Use({ resource, evidence }: Finding): FindingText {
  const who = processText(evidence.process);
  return {
    title: `${evidence.process === undefined ? 'A process' : shortName(evidence.process)} on the EC2 instance ${resource.instanceId} uses IMDSv1.`,
    description: `${who} reads instance metadata without a session token, such as ${evidence.request?.path ?? '?'}. What reads metadata like this can be made to read role credentials for somebody else.`,
    remedy:
      'Update the program or its SDK to one that uses IMDSv2. When nothing is left that uses IMDSv1, require tokens: ' +
      'aws ec2 modify-instance-metadata-options --http-tokens required.',
  };
}

function requestForgery({ resource, evidence }: Finding): FindingText {
  const { request } = evidence;
  const smells = [
    request?.traits.forwarded === true ? 'a forwarding header' : '',
    request?.traits.browser === true ? "a browser's headers" : '',
    request?.traits.foreignHost === true ? 'a foreign Host' : '',
  ].filter((smell) => smell !== '');
  return {
    title: `The EC2 instance ${resource.instanceId} may have been made to read its metadata for somebody else.`,
    description: `${processText(evidence.process)} asked for ${request?.path ?? '?'} with ${smells.join(' and ')}, as requests have that a program passes on (server-side request forgery) or that a browser was rebound to.`,
    remedy:
      'Find the program that passes requests on, and keep it from addresses that its users choose. Take the credentials ' +
      'of the role as stolen if any were handed out, and require IMDSv2 on the instance.',
  };
}

function anomalousReads({ resource, evidence }: Finding): FindingText {
  const { burst } = evidence;
  return {
    title: `Credentials of the EC2 instance ${resource.instanceId} were read unusually often.`,
    description: `Role credentials were read ${burst?.reads ?? '?'} times within a minute. In the day before, it was ${burst?.usual ?? '?'} times at most.`,
    remedy:
      'Find the process with openimds watch. A program that does not keep its credentials is slow and is throttled by EC2; ' +
      'one that nobody knows may be collecting them.',
  };
}

function callOf(call: Finding['evidence']['call']): string {
  if (call === undefined) return 'of an unknown kind';
  return `the last ${call.service}:${call.operation} from ${call.sourceAddress}${call.errorCode === undefined ? '' : ` (refused: ${call.errorCode})`}`;
}

/** The executable's last name. */
function shortName({ executable, commandLine }: CallerProcess): string {
  return (executable ?? commandLine.split(' ', 1)[0] ?? '').split('/').at(-1) ?? 'A process';
}

function processText(process: CallerProcess | undefined): string {
  if (process === undefined) return 'A process that is not known';
  const { container, systemdUnit, ancestors } = process;
  const places = [
    systemdUnit === undefined ? '' : `unit ${systemdUnit}`,
    container === undefined ? '' : `container ${container.name ?? container.image ?? container.id.slice(0, 12)}`,
    ancestors.length === 0 ? '' : `started by ${ancestors.map(({ executable }) => executable).join(', by ')}`,
  ].filter((place) => place !== '');
  return `${process.executable ?? shortName(process)} (${[`pid ${process.pid}`, ...places].join(', ')})`;
}

function historyOf({ resolvedAtMs, regressions }: Finding): string {
  const back =
    regressions === 0
      ? ''
      : ` It came back ${regressions === 1 ? 'once' : `${regressions} times`} after it had stopped.`;
  return resolvedAtMs === undefined ? back : `${back} It has not been seen since and counts as resolved.`;
}
