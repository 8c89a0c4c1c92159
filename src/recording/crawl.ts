import { decodeUtf8, encodeUtf8, err, ok } from '#base';
import type { Result } from '#base';
import type { Exchange } from './endpoint.ts';
import type { RecordedAnswer } from './fixture.ts';
import { listingLines } from './listing-lines.ts';
import type { CrawlLimits, Pace } from './pace.ts';
import { recordedHeaders } from './recorded-headers.ts';
import { replaceSecrets, UNREAD_USER_DATA } from './replace-secrets.ts';
import type { Session } from './session.ts';

/** What to read. */
export interface CrawlOptions {
  /** Which of the versions that the service lists. */
  readonly versions: 'latest' | 'all' | readonly string[];
  /** Whether versions that are named and not served are an error; else they are noted. */
  readonly requireVersions: boolean;
  readonly userData: boolean;
  readonly limits: CrawlLimits;
  /** Told of every path that is about to be read. */
  readonly progress: (path: string, answers: number) => void;
}

/** What a crawl found. */
export interface Crawled {
  readonly versions: readonly string[];
  readonly answers: ReadonlyMap<string, RecordedAnswer>;
  /** What the operator should know of it, such as lines that lead nowhere. */
  readonly notes: readonly string[];
}

/**
 * Follows the listings of a metadata service from its root. Ends, whatever the service answers, and says why it ended early. The
 * error, before anything but the root is followed: which versions it does not have, and which it lists.
 */
export async function crawl(session: Session, pace: Pace, options: CrawlOptions): Promise<Result<Crawled, string>> {
  const crawler = new Crawler(session, pace, options);
  const versions = await crawler.run();
  const { answers, notes } = crawler;
  return versions.ok ? ok({ versions: versions.value, answers, notes }) : versions;
}

class Crawler {
  readonly answers = new Map<string, RecordedAnswer>();
  readonly notes: string[] = [];
  readonly #session: Session;
  readonly #pace: Pace;
  readonly #options: CrawlOptions;

  constructor(session: Session, pace: Pace, options: CrawlOptions) {
    this.#session = session;
    this.#pace = pace;
    this.#options = options;
  }

  async run(): Promise<Result<readonly string[], string>> {
    const root = await this.#read('/', '/', true);
    const listed = root === undefined ? [] : listingLines('/', root).listed.map(({ name }) => name);
    const { versions } = this.#options;
    if (typeof versions === 'object' && this.#options.requireVersions) {
      const unserved = await this.#unserved(versions.filter((version) => !listed.includes(version)));
      if (unserved.length > 0)
        return err(`there is no version ${unserved.join(', ')}; the service lists ${listed.join(', ') || 'none'}`);
    }
    const chosen = this.#chosen(listed);
    for (const version of chosen) await this.#directory(`/${version}`);
    return ok(chosen);
  }

  /** Those that the service says are not there: one that it does not list may still answer. */
  async #unserved(unlisted: readonly string[]): Promise<readonly string[]> {
    const unserved: string[] = [];
    for (const version of unlisted) {
      const answer = await this.#pace.run(() => this.#session.get(`/${version}/`));
      if (answer.ok && answer.value.status !== 200) unserved.push(version);
    }
    return unserved;
  }

  #chosen(listed: readonly string[]): readonly string[] {
    const { versions } = this.#options;
    if (versions === 'all') return listed.length === 0 ? ['latest'] : listed;
    const wanted = versions === 'latest' ? ['latest'] : versions;
    const missing = wanted.filter((version) => !listed.includes(version));
    if (missing.length > 0) this.#note(`the service does not list ${missing.join(', ')}`);
    return wanted;
  }

  async #directory(path: string): Promise<void> {
    const text = await this.#read(path, `${path}/`, true);
    if (text === undefined) return;
    const { listed, strange } = listingLines(path, text);
    if (strange > 0) this.#note(`${path}/ lists ${strange} lines that are no path segments; they were not followed`);
    for (const { name, isDirectory } of listed) {
      if (this.#pace.exhausted !== undefined) return;
      await this.#entry(`${path}/${name}`, isDirectory);
    }
  }

  async #entry(path: string, isDirectory: boolean): Promise<void> {
    if (this.answers.has(path)) return;
    if (path.split('/').length - 1 > this.#options.limits.depth)
      return this.#note(`${path} is more than ${this.#options.limits.depth} segments deep; it was not read`);
    if (/^\/[^/]+\/user-data$/.test(path) && !this.#options.userData) return this.#leaveUserData(path);
    if (isDirectory) await this.#directory(path);
    else await this.#read(path, path, false);
  }

  #leaveUserData(path: string): void {
    const { headers, headerNames = [] } = this.answers.get(path.slice(0, -'/user-data'.length)) ?? {};
    this.answers.set(path, {
      status: 200,
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      headerNames,
      body: encodeUtf8(UNREAD_USER_DATA),
      replaced: 'user-data',
      isListing: false,
    });
  }

  /** Reads a target into `path`, and gives the text of what was found there. */
  async #read(path: string, target: string, isListing: boolean): Promise<string | undefined> {
    this.#options.progress(path, this.answers.size);
    const answer = await this.#pace.run(() => this.#session.get(encodeURI(target)));
    if (!answer.ok) {
      this.#note(`${path} was not read: ${answer.error}`);
      return undefined;
    }
    this.answers.set(path, recorded(path, answer.value, isListing));
    return answer.value.status === 200 && isListing ? decodeUtf8(answer.value.body) : undefined;
  }

  #note(text: string): void {
    if (this.notes.length < NOTES_MAX) this.notes.push(text);
  }
}

const NOTES_MAX = 100;

function recorded(path: string, exchange: Exchange, isListing: boolean): RecordedAnswer {
  const { status, body } = exchange;
  const cleaned = status === 200 && !isListing ? replaceSecrets(path, body) : { body, replaced: undefined };
  return { status, ...recordedHeaders(exchange), ...cleaned, isListing };
}
