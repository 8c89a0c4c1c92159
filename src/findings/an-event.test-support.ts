import { BUILT_IN_METADATA_OPTIONS, completeInstance, deriveInstanceId, parseAccountId } from '#model';
import type { ApiEvent, CallerProcess, ImdsEvent, Instance, InstanceDeclaration } from '#model';

export const INSTANCE_ID = deriveInstanceId('findings');
const account = parseAccountId('123456789012');

/** A metadata request for role credentials by IMDSv1, served to a process nobody knows, of which nothing is said but `said`. */
export function aRequest(said: Partial<ImdsEvent> = {}): ImdsEvent {
  return {
    timeMs: 0,
    instanceId: INSTANCE_ID,
    network: 'default',
    peerAddress: '10.0.0.5',
    peerPort: 40_000,
    localAddress: '169.254.169.254',
    localPort: 80,
    method: 'GET',
    path: '/latest/meta-data/iam/security-credentials/app-role',
    version: 1,
    outcome: 'item',
    status: 200,
    refusal: undefined,
    credentials: true,
    accessKeyId: 'ASIAEXAMPLE',
    bytes: 1000,
    latencyUs: 10,
    userAgent: 'curl/8',
    traits: { forwarded: false, foreignHost: false, browser: false },
    process: undefined,
    ...said,
  };
}

/** A process of which nothing is said but `said`. */
export function aProcess(said: Partial<CallerProcess> = {}): CallerProcess {
  return {
    pid: 4711,
    executable: '/usr/bin/python3',
    commandLine: 'python3 app.py',
    uid: 1000,
    ancestors: [{ pid: 1, executable: '/sbin/init' }],
    systemdUnit: 'app.service',
    container: undefined,
    ...said,
  };
}

/** An instance with a private and a public address in 10.0.0.0/16, attached by its private one. */
export function anInstance(said: Partial<InstanceDeclaration> = {}): Instance {
  if (!account.ok) throw new Error(account.error);
  return completeInstance({
    id: INSTANCE_ID,
    accountId: account.value,
    region: 'us-east-1',
    launchTimeMs: 0,
    revisedAtMs: 0,
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    networkInterfaces: [
      {
        privateIpv4s: ['10.0.0.5'],
        publicAddresses: [{ publicIpv4: '203.0.113.25' }],
        ipv6s: ['2001:db8::5'],
        vpcIpv4Cidrs: ['10.0.0.0/16'],
      },
    ],
    attachments: [{ kind: 'source', address: '10.0.0.5', network: 'default' }],
    ...said,
  });
}

/** An API call with the credentials of that instance, from `sourceAddress`. */
export function aCall(sourceAddress: string, said: Partial<ApiEvent> = {}): ApiEvent {
  return {
    timeMs: 0,
    durationMs: 1,
    requestId: 'r',
    service: 'sts',
    operation: 'GetCallerIdentity',
    region: 'us-east-1',
    identity: {
      kind: 'assumed-role',
      accountId: '123456789012',
      arn: `arn:aws:sts::123456789012:assumed-role/app-role/${INSTANCE_ID}`,
      principalId: `AROAEXAMPLE:${INSTANCE_ID}`,
      accessKeyId: 'ASIAEXAMPLE',
      session: {
        issuedAtMs: 0,
        expiresAtMs: 21_600_000,
        roleArn: 'arn:aws:iam::123456789012:role/app-role',
        instance: {
          arn: `arn:aws:ec2:us-east-1:123456789012:instance/${INSTANCE_ID}`,
          vpcId: 'vpc-1',
          privateIpv4: '10.0.0.5',
          delivery: '1.0',
        },
        sourceIdentity: undefined,
        federatedProvider: undefined,
      },
    },
    sourceAddress,
    userAgent: 'aws-cli/2',
    resources: [],
    input: undefined,
    output: undefined,
    error: undefined,
    status: 200,
    ...said,
  };
}
