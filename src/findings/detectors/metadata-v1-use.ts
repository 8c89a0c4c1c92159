import type { ImdsEvent } from '#model';
import { FINDING_KINDS } from '../finding-types.ts';
import type { Sighting } from '../sighting.ts';
import { evidentRequest } from './evident-request.ts';
import { knownProcess, processIdentity } from './process-identity.ts';

const TYPE = 'Policy:EC2/InstanceMetadataV1Use';
/** Credentials that were read without a session token are what an SSRF is after. */
const SEVERITY_WITH_CREDENTIALS = 4;

/**
 * An item that was served without a session token: what enforcing IMDSv2 would break. A request that was refused for want of
 * a token is none: nothing was given.
 */
export function metadataV1Use(event: ImdsEvent): Sighting | undefined {
  const { instanceId, version, outcome, credentials, timeMs } = event;
  if (instanceId === undefined || version !== 1 || outcome !== 'item') return undefined;
  return {
    type: TYPE,
    instanceId,
    about: processIdentity(event),
    severity: credentials ? SEVERITY_WITH_CREDENTIALS : FINDING_KINDS[TYPE].severity,
    count: 1,
    firstMs: timeMs,
    lastMs: timeMs,
    evidence: { request: evidentRequest(event), process: knownProcess(event) },
  };
}
