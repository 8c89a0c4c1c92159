import { ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidClientToken } from './client-token.ts';
import { invalidTemplateReference } from './find-launch-template.ts';
import type { HeldInstance } from './find-instances.ts';
import { stateView } from './instance-state.ts';
import { instanceView } from './instance-view.ts';
import { IMAGE_MISSING, invalidCounts, invalidLaunch } from './launch/invalid-launch.ts';
import { launchInstances } from './launch/launch-instances.ts';
import { saidParameters } from './launch/launch-parameters.ts';
import { launchPermissions } from './launch/launch-permissions.ts';

/** EC2 API Reference, `RunInstances`. */
export const runInstances: ActionOf<'ec2', 'RunInstances'> = {
  validate(input) {
    const { LaunchTemplate, ImageId, ClientToken } = input;
    const template = LaunchTemplate && invalidTemplateReference(LaunchTemplate);
    const image = LaunchTemplate === undefined && ImageId === undefined ? IMAGE_MISSING : undefined;
    return (
      invalidCounts(input) ??
      invalidClientToken(ClientToken) ??
      template ??
      image ??
      invalidLaunch(saidParameters(input))
    );
  },
  permissions: launchPermissions,
  async act(input, call) {
    const launched = await launchInstances(input, call);
    if (!launched.ok) return launched;
    const { instances, isNew } = launched.value;
    return ok({
      ReservationId: instances[0]?.entity.reservationId,
      OwnerId: call.accountId,
      Groups: [],
      Instances: instances.map((held) => (isNew ? launchedView(held, call) : instanceView(held, call))),
    });
  },
};

/** What has just been launched is on its way, though there is no machine that would take time. */
function launchedView(held: HeldInstance, call: Call): ec2.Instance {
  const view = instanceView(held, call);
  return {
    ...view,
    State: stateView('pending'),
    StateReason: { Code: 'pending', Message: 'pending' },
    MetadataOptions: { ...view.MetadataOptions, State: 'pending' },
    Monitoring: { State: view.Monitoring?.State === 'enabled' ? 'pending' : 'disabled' },
  };
}
