import { err, ok } from '#base';
import type { Clock, Result } from '#base';
import type { Access } from '#daemon';
import { realPlatform } from '#host';
import { signRequest } from '#protocol/sigv4';
import type { InstanceOptions } from '#scenario';

const VERSION = '2016-11-15';

/** The two calls of the EC2 API that scenarios need. */
export class Ec2Client {
  readonly #access: Access;
  readonly #clock: Clock;

  constructor(access: Access, clock: Clock) {
    this.#access = access;
    this.#clock = clock;
  }

  async instances(): Promise<Result<readonly InstanceOptions[], string>> {
    const states = ['pending', 'running', 'stopping', 'stopped'];
    const filter = Object.fromEntries(states.map((state, index) => [`Filter.1.Value.${index + 1}`, state]));
    const found: InstanceOptions[] = [];
    let token = '';
    do {
      const page = { MaxResults: '1000', ...(token === '' ? {} : { NextToken: token }) };
      const answer = await this.#call('DescribeInstances', {
        'Filter.1.Name': 'instance-state-name',
        ...filter,
        ...page,
      });
      if (!answer.ok) return answer;
      found.push(...instancesIn(answer.value));
      token = /<nextToken>([^<]+)<\/nextToken>/.exec(answer.value)?.[1] ?? '';
    } while (token !== '');
    return ok(found);
  }

  async setOptions(instanceId: string, settings: InstanceOptions['options']): Promise<Result<void, string>> {
    const named = Object.entries(settings).map(([name, value]) => [
      name[0]?.toUpperCase() + name.slice(1),
      String(value),
    ]);
    const set = await this.#call('ModifyInstanceMetadataOptions', {
      InstanceId: instanceId,
      ...Object.fromEntries(named),
    });
    return set.ok ? ok(undefined) : set;
  }

  async #call(action: string, parameters: Readonly<Record<string, string>>): Promise<Result<string, string>> {
    const { api, credentials, region } = this.#access;
    const url = new URL('/', api.url);
    const body = new URLSearchParams({ Action: action, Version: VERSION, ...parameters }).toString();
    const { accessKeyId } = credentials;
    const signed = signRequest(
      {
        method: 'POST',
        path: '/',
        query: '',
        headers: [
          ['host', url.host],
          ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
        ],
        body: Buffer.from(body),
      },
      { accessKeyId, credentials, region, service: 'ec2', clock: this.#clock, crypto: realPlatform().crypto },
    );
    const headers = signed.headers
      .filter(([name]) => name !== 'host')
      .map(([name, value]): [string, string] => [name, value]);
    try {
      const response = await fetch(url, { method: 'POST', headers, body });
      const text = await response.text();
      if (response.ok) return ok(text);
      return err(/<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? `the API answered ${response.status}`);
    } catch {
      return err(`nothing answers at ${api.url}`);
    }
  }
}

const NAMES = [
  'httpTokens',
  'httpEndpoint',
  'httpPutResponseHopLimit',
  'httpProtocolIpv6',
  'instanceMetadataTags',
] as const;

/** An instance has one id and one set of options in the answer, in whichever order. */
function instancesIn(xml: string): readonly InstanceOptions[] {
  const options = [...xml.matchAll(/<metadataOptions>([\s\S]*?)<\/metadataOptions>/g)];
  const ids = [...xml.matchAll(/<instanceId>(i-[0-9a-f]+)<\/instanceId>/g)];
  return ids.map(([, id = ''], index) => ({ id, options: optionsIn(options[index]?.[1] ?? '') }));
}

function optionsIn(xml: string): InstanceOptions['options'] {
  const found = NAMES.flatMap((name) => {
    const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
    return text === undefined ? [] : [[name, name === 'httpPutResponseHopLimit' ? Number(text) : text] as const];
  });
  return Object.fromEntries(found);
}
