import type { Instance } from '#model';
import type { Estate } from './estate.ts';
import { judged } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import { grantsEverything } from './grants-everything.ts';

const DAY_MS = 86_400_000;

/** An evaluation of every instance that complies unless `complaintOf` has something to say. */
function everyInstance(
  { instances }: Estate,
  complaintOf: (instance: Instance) => string | undefined,
): readonly Evaluation[] {
  return instances.map((instance) => judged(subject(instance), complaintOf(instance)));
}

function subject({ id, tags }: Instance): Pick<Evaluation, 'resourceType' | 'resourceId' | 'tags'> {
  return { resourceType: 'AWS::EC2::Instance', resourceId: id, tags };
}

/** AWS Config, `ec2-imdsv2-check`. */
export function imdsv2Required(estate: Estate): readonly Evaluation[] {
  return everyInstance(estate, ({ metadataOptions }) =>
    metadataOptions.httpTokens === 'required'
      ? undefined
      : 'HttpTokens is optional. Require session tokens with modify-instance-metadata-options --http-tokens required.',
  );
}

/** AWS Config, `ec2-instance-profile-attached`. */
export function profileAttached(estate: Estate): readonly Evaluation[] {
  return everyInstance(estate, ({ instanceProfile }) =>
    instanceProfile === undefined ? 'No instance profile is associated with the instance.' : undefined,
  );
}

/** A hop limit above 1 is there for containers; where containers read metadata they have the role of their host. */
export function hopLimitWithContainers(estate: Estate): readonly Evaluation[] {
  return everyInstance(estate, ({ id, metadataOptions: { httpPutResponseHopLimit, httpEndpoint } }) =>
    httpEndpoint === 'enabled' && httpPutResponseHopLimit > 1 && estate.use(id).isUsedByContainers
      ? `Containers read metadata, with a hop limit of ${httpPutResponseHopLimit}. Give them credentials of their own and set the hop limit to 1.`
      : undefined,
  );
}

/** Metadata that is there for nobody is there for an attacker. */
export function endpointUsed(estate: Estate): readonly Evaluation[] {
  return estate.instances.map((instance) => {
    const { watchedSinceMs, isUsed } = estate.use(instance.id);
    if (isUsed || instance.metadataOptions.httpEndpoint === 'disabled' || instance.state !== 'running')
      return judged(subject(instance), undefined);
    const watchedForMs = estate.nowMs - Math.max(watchedSinceMs, instance.launchTimeMs);
    if (watchedForMs >= DAY_MS)
      return judged(
        subject(instance),
        'The metadata service is enabled and nothing has ever asked it for anything. Disable it.',
      );
    const annotation = 'Nothing has asked for metadata so far; the instance has been watched for less than a day.';
    return { ...subject(instance), compliance: 'INSUFFICIENT_DATA', annotation };
  });
}

/** Whoever steals the credentials of an administrator has the account. */
export function profileNotAdministrator(estate: Estate): readonly Evaluation[] {
  return everyInstance(estate, ({ instanceProfile }) =>
    instanceProfile !== undefined && estate.rolePolicies(instanceProfile.name).some(grantsEverything)
      ? `The role of the instance profile ${instanceProfile.name} may do everything. Give it what its programs need.`.slice(
          0,
          256,
        )
      : undefined,
  );
}
