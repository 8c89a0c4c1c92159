import type { MetadataAnswer, ScenarioService } from './ports.ts';
import type { Ending, Version } from './scenario.ts';

const TTL = { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' };

/** How a request ended, and what came back. */
export interface Asked {
  readonly ending: Ending;
  readonly body: string;
}

/** One client of the metadata service: with IMDSv2 it keeps its token, and gets another when that is refused. */
export class MetadataClient {
  readonly #service: ScenarioService;
  readonly #version: Version;
  #token: string | undefined;

  constructor(service: ScenarioService, version: Version) {
    this.#service = service;
    this.#version = version;
  }

  /** Asks for a path, below `/latest/` unless it begins with a slash; `{role}` stands for the instance's role. */
  async get(path: string): Promise<Asked> {
    if (!path.includes('{role}')) return this.#get(path);
    const roles = await this.#get('meta-data/iam/security-credentials/');
    return roles.ending === 200 ? this.#get(path.replaceAll('{role}', roles.body.split('\n', 1)[0] ?? '')) : roles;
  }

  async #get(path: string): Promise<Asked> {
    const url = path.startsWith('/') ? path : `/latest/${path}`;
    if (this.#version === 1) return asked(await this.#service.ask('GET', url, {}));
    const isFresh = this.#token === undefined;
    const first = await this.#getWithToken(url);
    if (first.ending !== 401 || isFresh) return first;
    this.#token = undefined;
    return this.#getWithToken(url);
  }

  async #getWithToken(url: string): Promise<Asked> {
    this.#token ??= await this.#newToken();
    if (this.#token === undefined) return { ending: 'no-token', body: '' };
    return asked(await this.#service.ask('GET', url, { 'x-aws-ec2-metadata-token': this.#token }));
  }

  async #newToken(): Promise<string | undefined> {
    const answer = await this.#service.ask('PUT', '/latest/api/token', TTL);
    return answer.kind === 'answer' && answer.status === 200 ? answer.body : undefined;
  }
}

function asked(answer: MetadataAnswer): Asked {
  return answer.kind === 'answer' ? { ending: answer.status, body: answer.body } : { ending: answer.kind, body: '' };
}
