import type { Imds } from './index.ts';

/** What IMDSv2 reads below `/latest/meta-data/`; undefined if there is none. Rejects for all else that goes wrong. */
export async function read(imds: Imds, path: string): Promise<string | undefined> {
  const ttl = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
  const issued = await fetch(`${imds.url}/latest/api/token`, { method: 'PUT', headers: ttl });
  const token = { 'x-aws-ec2-metadata-token': await issued.text() };
  const answer = await fetch(`${imds.url}/latest/meta-data/${path}`, { headers: token });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer.text();
}
