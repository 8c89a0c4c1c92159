import { err, ok } from '#base';
import type { Clock } from '#base';
import type { Daemon } from '#daemon';
import type { ScenarioService } from '#scenario';
import { addFault } from './add-fault.ts';
import { askMetadata } from './ask-metadata.ts';
import type { Patience } from './ask-metadata.ts';
import { Ec2Client } from './ec2-client.ts';

/** A daemon of this process as scenarios see it: options by the AWS API, metadata as a client, the rest by its own methods. */
export function scenarioService(daemon: Daemon, clock: Clock, patience: Patience): ScenarioService {
  const { events, faults, ready } = daemon;
  const ec2 = new Ec2Client(ready, clock);
  let made = 0;
  return {
    async fire(request) {
      const fired = await events.fire(request, ready.account);
      return fired.ok ? ok(fired.value.id) : err(fired.error.message);
    },
    async cancel(eventId) {
      await events.cancel(eventId, ready.account);
    },
    async addFault(declaration) {
      const added = await addFault(faults, declaration, { nowMs: clock.now(), freshId: `scenario-${++made}` });
      return added.ok ? ok(undefined) : added;
    },
    async removeFault(id) {
      await faults.remove([id]);
      return ok(undefined);
    },
    instances: () => ec2.instances(),
    setOptions: (id, settings) => ec2.setOptions(id, settings),
    ask: (method, path, headers) => askMetadata(new URL(path, ready.imds.url), { method, headers, patience }),
  };
}
