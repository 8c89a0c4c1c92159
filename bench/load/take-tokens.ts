import { ClientConnection } from './client-connection.ts';
import type { TokensOrder } from './order.ts';

const CONNECTIONS = 16;

/** Takes tokens over a few connections. */
export async function takeTokens({ port, count }: TokensOrder): Promise<readonly string[]> {
  const tokens: string[] = [];
  const takeSome = async (): Promise<void> => {
    const connection = await ClientConnection.open(port);
    for (let taken = 0; taken < count / CONNECTIONS; taken++) tokens.push(await connection.token());
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, takeSome));
  return tokens;
}
