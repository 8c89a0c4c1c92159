import { createHmac } from 'node:crypto';

/**
 * What proves to a webhook that a delivery is from here and new: `t=<seconds>,v1=<hex>`, where the second part is the
 * HMAC-SHA256 of `<seconds>.<body>` with the secret that both know.
 */
export function webhookSignature(secret: string, body: string, timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
