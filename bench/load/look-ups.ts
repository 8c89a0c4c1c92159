import { ID_PATH, instanceId, sourceAddress } from '../world.ts';
import { ClientConnection } from './client-connection.ts';
import type { LookUpFigures, LookUpsOrder } from './order.ts';

/** One instance after the other; the first read of each finds nothing prepared, the second does. */
export async function lookUps({ port, indexes }: LookUpsOrder): Promise<LookUpFigures> {
  const firstUs: number[] = [];
  const secondUs: number[] = [];
  let wrong = 0;
  for (const index of indexes) {
    const connection = await ClientConnection.open(port, sourceAddress(index));
    const fields = ['Connection: keep-alive', `X-aws-ec2-metadata-token: ${await connection.token()}`];
    for (const times of [firstUs, secondUs]) {
      const { body, us } = await connection.ask('GET', ID_PATH, fields);
      if (body !== instanceId(index)) wrong++;
      times.push(us);
    }
    connection.close();
  }
  return { wrong, firstUs, secondUs };
}
