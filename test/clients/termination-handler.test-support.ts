/** Something the handler would drain a node for. */
export interface Interruption {
  /** `spot terminate`, `rebalance`, `instance-stop active`, `asg Terminated`, … */
  readonly kind: string;
  readonly atMs: number | undefined;
}

/**
 * Watches the metadata of one instance as node-termination handlers do, after their public behavior: IMDSv2 with a token
 * that is fetched anew on 401, a 404 for nothing to tell, and the four paths that announce an end.
 */
export class TerminationHandler {
  readonly #url: string;
  #token: string | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** What there is to drain for. Rejects when nobody answers, or something cannot be read. */
  async poll(): Promise<readonly Interruption[]> {
    const spot = await this.#json<{ action: string; time: string }>('spot/instance-action');
    const rebalance = await this.#json<{ noticeTime: string }>('events/recommendations/rebalance');
    const scheduled = await this.#json<Record<string, string>[]>('events/maintenance/scheduled');
    const lifecycle = await this.text('autoscaling/target-lifecycle-state');
    return [
      ...(spot === undefined ? [] : [{ kind: `spot ${spot.action}`, atMs: whole(spot.time) }]),
      ...(rebalance === undefined ? [] : [{ kind: 'rebalance', atMs: whole(rebalance.noticeTime) }]),
      ...(scheduled ?? []).map((event) => ({
        kind: `${event['Code']} ${event['State']}`,
        atMs: scheduledTime(event['NotBefore'] ?? ''),
      })),
      ...(lifecycle === 'Terminated' ? [{ kind: 'asg Terminated', atMs: undefined }] : []),
    ];
  }

  /** An item below `/latest/meta-data/`; undefined if there is none. */
  async text(path: string): Promise<string | undefined> {
    const first = await this.#get(path);
    const response = first.status === 401 ? await this.#again(path) : first;
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return response.text();
  }

  async #again(path: string): Promise<Response> {
    this.#token = undefined;
    return this.#get(path);
  }

  async #get(path: string): Promise<Response> {
    this.#token ??= await this.#fetchToken();
    return fetch(`${this.#url}/latest/meta-data/${path}`, { headers: { 'X-aws-ec2-metadata-token': this.#token } });
  }

  async #fetchToken(): Promise<string> {
    const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': '21600' };
    const response = await fetch(`${this.#url}/latest/api/token`, { method: 'PUT', headers });
    if (response.status !== 200) throw new Error(`no token: ${response.status}`);
    return response.text();
  }

  async #json<Value>(path: string): Promise<Value | undefined> {
    const text = await this.text(path);
    // What the handler expects; a test fails where it is something else.
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  }
}

/** RFC 3339 without a fraction, as handlers parse it. */
function whole(text: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) throw new Error(`not a time: ${text}`);
  return Date.parse(text);
}

/** Go's layout `2 Jan 2006 15:04:05 GMT`. */
function scheduledTime(text: string): number {
  if (!/^[1-9]\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)) throw new Error(`not a time: ${text}`);
  return Date.parse(text);
}
