import { ok } from '#base';
import type { Result } from '#base';
import { stsEndpoint } from '#credentials';
import { loadConfiguration } from './load-configuration.ts';

/** The STS endpoints that a configuration has roles issued by, each once. The error says what is wrong with the file. */
export async function issuerEndpoints(file: string): Promise<Result<readonly URL[], string>> {
  const loaded = await loadConfiguration({ config: file });
  if (!loaded.ok) return loaded;
  const { roles, region } = loaded.value.settings;
  const urls = [...roles.values()].flatMap(({ issuer }) =>
    issuer.kind === 'aws' ? [issuer.endpoint ?? stsEndpoint(issuer.region ?? region).href] : [],
  );
  return ok([...new Set(urls)].map((url) => new URL(url)));
}
