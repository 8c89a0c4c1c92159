// The clients that wrk cannot be, in a process of their own: `node client.ts '{"kind":…}'` prints what came of it as JSON.
import { argv, stdout } from 'node:process';

import { bootStorm } from './load/boot-storm.ts';
import { closedLoop } from './load/closed-loop.ts';
import { lookUps } from './load/look-ups.ts';
import type { ClientOrder } from './load/order.ts';
import { requestLoop } from './load/request-loop.ts';
import { takeTokens } from './load/take-tokens.ts';

stdout.write(`${JSON.stringify(await obey(JSON.parse(argv[2] ?? '{}') as ClientOrder))}\n`);

function obey(order: ClientOrder): Promise<object> {
  switch (order.kind) {
    case 'boot-storm':
      return bootStorm(order);
    case 'closed-loop':
      return closedLoop(order);
    case 'look-ups':
      return lookUps(order);
    case 'request-loop':
      return requestLoop(order);
    case 'tokens':
      return takeTokens(order);
  }
}
