import { err, ok } from '#base';
import type { MetadataAnswer, Progress, ScenarioService } from './index.ts';
import type { OptionSettings } from './scenario.ts';

/** A service that remembers what was done to it, and answers 200 unless an outage is at work or a token is missing. */
export class AService implements ScenarioService {
  readonly done: string[] = [];
  readonly faults = new Set<string>();
  options: OptionSettings = { httpTokens: 'optional', httpEndpoint: 'enabled' };

  async fire(): ReturnType<ScenarioService['fire']> {
    this.done.push('fired');
    return ok('event-1');
  }

  async cancel(id: string): Promise<void> {
    this.done.push(`canceled ${id}`);
  }

  async addFault({ id }: Readonly<Record<string, unknown>>): ReturnType<ScenarioService['addFault']> {
    if (id === 'taken') return err('there is a fault "taken"');
    this.faults.add(String(id));
    return ok(undefined);
  }

  async removeFault(id: string): ReturnType<ScenarioService['removeFault']> {
    this.faults.delete(id);
    return ok(undefined);
  }

  async instances(): ReturnType<ScenarioService['instances']> {
    return ok([{ id: 'i-1', options: this.options }]);
  }

  async setOptions(_id: string, settings: OptionSettings): ReturnType<ScenarioService['setOptions']> {
    this.options = { ...this.options, ...settings };
    return ok(undefined);
  }

  async ask(method: 'GET' | 'PUT', _path: string, headers: Readonly<Record<string, string>>): Promise<MetadataAnswer> {
    if (this.faults.size > 0) return { kind: 'answer', status: 503, body: '' };
    if (method === 'PUT') return { kind: 'answer', status: 200, body: 'token' };
    const isRefused = this.options.httpTokens === 'required' && !('x-aws-ec2-metadata-token' in headers);
    return isRefused ? { kind: 'answer', status: 401, body: '' } : { kind: 'answer', status: 200, body: 'i-1' };
  }
}

/** What happened, in a few words. */
export function brief(progress: Progress): string {
  switch (progress.kind) {
    case 'begin':
      return 'begin';
    case 'counted':
      return `${progress.atMs} ${progress.name} ${JSON.stringify(progress.counts)}`;
    case 'failed':
      return `${progress.atMs} failed: ${progress.reason}`;
    case 'end':
      return `${progress.atMs} ${progress.outcome}`;
    case 'step':
    case 'met':
    case 'cleaned':
      return `${progress.atMs} ${progress.kind}: ${progress.text}`;
  }
}
