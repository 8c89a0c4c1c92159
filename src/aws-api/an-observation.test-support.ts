import type { ApiEvent, CallerProcess, ImdsEvent, InstanceDeclaration, RequestCount } from '#model';
import type { FindingParts } from './index.ts';

/** Findings of an API that is told of no requests. */
export const UNOBSERVED: FindingParts = {
  settings: () => ({ quietMs: 1, trusted: [] }),
  observe: () => () => {},
  told: () => {},
};

/** A metadata request by IMDSv1 that was served, of which nothing is said but `said`. */
export function aRequest(said: Partial<ImdsEvent> = {}): ImdsEvent {
  return {
    timeMs: 0,
    instanceId: undefined,
    network: 'default',
    peerAddress: '10.0.0.5',
    peerPort: 40_000,
    localAddress: '169.254.169.254',
    localPort: 80,
    method: 'GET',
    path: '/latest/meta-data/instance-id',
    version: 1,
    outcome: 'item',
    status: 200,
    refusal: undefined,
    credentials: false,
    accessKeyId: undefined,
    bytes: 10,
    latencyUs: 1,
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
    ancestors: [],
    systemdUnit: undefined,
    container: undefined,
    ...said,
  };
}

/** One request of an instance that was served by IMDSv2. */
export function aCount(instanceId: string): RequestCount {
  const none = { noToken: 0, noTokenRejected: 0, tokensIssued: 0, refused: 0, credentialReads: 0, bytes: 0 };
  return { instanceId, minuteMs: 0, withToken: 1, ...none };
}

/** An API call from `sourceAddress` with role credentials that an instance read by IMDSv1. */
export function aCall(sourceAddress: string, { accountId, region, id }: InstanceDeclaration): ApiEvent {
  const instance = {
    arn: `arn:aws:ec2:${region}:${accountId}:instance/${id}`,
    vpcId: 'vpc-1',
    privateIpv4: undefined,
    delivery: '1.0',
  } as const;
  const roleArn = `arn:aws:iam::${accountId}:role/app-role`;
  const lent = { issuedAtMs: 0, expiresAtMs: 1, sourceIdentity: undefined, federatedProvider: undefined };
  return {
    timeMs: 1,
    durationMs: 1,
    requestId: 'r',
    service: 's3',
    operation: 'ListBuckets',
    region,
    identity: {
      kind: 'assumed-role',
      accountId,
      arn: roleArn,
      principalId: `AROA:${id}`,
      accessKeyId: 'ASIA',
      session: { ...lent, roleArn, instance },
    },
    sourceAddress,
    userAgent: 'aws-cli/2',
    resources: [],
    input: undefined,
    output: undefined,
    error: { code: 'AccessDenied', message: 'no' },
    status: 403,
  };
}
