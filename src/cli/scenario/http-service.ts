import { ok } from '#base';
import type { Clock, Result } from '#base';
import type { ScenarioService } from '#scenario';
import { askMetadata, Ec2Client, PATIENCE_MS, realPatience } from '#stage';
import { AdminClient } from '../admin-client.ts';
import type { AdminRequest } from '../admin-client.ts';

/** How a service is reached. */
export interface Reach {
  readonly access: AdminClient['access'];
  /** Of the metadata service. */
  readonly imdsUrl: string;
  readonly clock: Clock;
}

/** A running openimds as scenarios see it: events and faults by the admin API, options by the AWS API, the rest as a client. */
export function httpService({ access, imdsUrl, clock }: Reach): ScenarioService {
  const admin = new AdminClient(access, clock);
  const ec2 = new Ec2Client(access, clock);
  const call = async (request: AdminRequest): Promise<Result<void, string>> => {
    const done = await admin.call(request);
    return done.ok ? ok(undefined) : done;
  };
  return {
    async fire(body) {
      const fired = await admin.call({ method: 'POST', path: '/events', body });
      return fired.ok ? ok((fired.value as { id: string }).id) : fired;
    },
    async cancel(eventId) {
      await admin.call({ method: 'DELETE', path: `/events/${eventId}` });
    },
    addFault: (body) => call({ method: 'POST', path: '/faults', body }),
    removeFault: (id) => call({ method: 'DELETE', path: `/faults/${encodeURIComponent(id)}` }),
    instances: () => ec2.instances(),
    setOptions: (id, settings) => ec2.setOptions(id, settings),
    ask: (method, path, headers) =>
      askMetadata(new URL(path, imdsUrl), { method, headers, patience: realPatience(PATIENCE_MS) }),
  };
}
