import type { ImdsEvent, RequestTraits } from '#model';
import type { Sighting } from '../sighting.ts';
import { evidentRequest } from './evident-request.ts';
import { knownProcess, processIdentity } from './process-identity.ts';

const TYPE = 'CredentialAccess:EC2/InstanceMetadataRequestForgery';

/** How much each trait says that somebody else's request was passed on; from `OPENS_AT` on it is a finding. */
const WEIGHTS: Readonly<Record<keyof RequestTraits, number>> = { forwarded: 2, foreignHost: 2, browser: 2 };
const CREDENTIAL_PATH_WEIGHT = 2;
const OPENS_AT = 4;
const CREDENTIAL_PATH = /\/meta-data\/(?:iam\/security-credentials|identity-credentials\/ec2\/security-credentials)/;

/**
 * A request that looks as if a program on the instance was made to send it (server-side request forgery, DNS rebinding): a
 * forwarding header, a browser's header or a foreign `Host`, on a path of credentials; or two of them on any.
 */
export function metadataRequestForgery(event: ImdsEvent): Sighting | undefined {
  const { instanceId, timeMs } = event;
  if (instanceId === undefined || suspicion(event) < OPENS_AT) return undefined;
  return {
    type: TYPE,
    instanceId,
    about: processIdentity(event),
    severity: severityOf(event),
    count: 1,
    firstMs: timeMs,
    lastMs: timeMs,
    evidence: { request: evidentRequest(event), process: knownProcess(event) },
  };
}

function suspicion({ traits, path, credentials }: ImdsEvent): number {
  const smells = traitNames.reduce((sum, trait) => sum + (traits[trait] ? WEIGHTS[trait] : 0), 0);
  const isWorthIt = credentials || CREDENTIAL_PATH.test(path);
  return smells === 0 || !isWorthIt ? smells : smells + CREDENTIAL_PATH_WEIGHT;
}

const traitNames = ['forwarded', 'foreignHost', 'browser'] as const;

/** High once credentials were handed out, low while everything was refused. */
function severityOf({ credentials, outcome }: ImdsEvent): number {
  if (credentials) return 8;
  return outcome === 'refused' ? 3 : 5;
}
