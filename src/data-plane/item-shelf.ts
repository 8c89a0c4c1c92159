import { decodeUtf8 } from '#base';
import type { Octets } from '#base';
import type { Issued } from '#credentials';
import type { CredentialsFault, Misbehaviour } from '#fault';
import { resolve, toldAt } from '#metadata';
import type { Content, Features, Material, OverriddenContent } from '#metadata';
import type { Audience, Instance, MetadataOptions, ProfileStatus, RoleDelivery } from '#model';
import { httpDate, normalizeTarget, parseContentType, prepareItem, TOKEN_PATH } from '#protocol/imds';
import type { ContentType, RefusalAnswer } from '#protocol/imds';
import type { Resident } from '#registry';
import { bindingOf } from '#token';
import type { TokenBinding } from '#token';
import type { Connection } from './connection.ts';
import { appearance } from './faults/appearance.ts';
import { retime } from './faults/retime.ts';
import type { MaterialSource } from './materials.ts';
import type { ServedCredentials, ShelvedItem } from './observation/observed-answer.ts';
import { RequestCounter } from './observation/request-counter.ts';

/** What a request target names on one instance. */
export type Entry =
  | { readonly kind: 'item'; readonly answer: ShelvedItem; readonly audience?: Audience }
  | { readonly kind: 'issued'; readonly material: Material }
  | { readonly kind: 'token-path' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'missing' };

/** An issued document as an answer, or the word that there is none. */
type IssuedAnswer = ShelvedItem | RefusalAnswer;

/** An issued document, and who waits for it. */
interface IssuedEntry {
  answer: IssuedAnswer | undefined;
  /** From this time on it has to be asked for again. */
  recheckAtMs: number;
  waiting: Connection[] | undefined;
}

/** What has been rendered for one instance since it last changed. */
export interface ResidentItems {
  readonly resident: Resident;
  readonly instance: Instance;
  readonly options: MetadataOptions;
  readonly binding: TokenBinding;
  readonly lastModified: string;
  readonly entries: Map<string, Entry>;
  readonly issued: Map<string, IssuedEntry>;
  readonly counter: RequestCounter;
  /** What a fault has EC2 find of the instance's profile. */
  readonly profileStatus: ProfileStatus | undefined;
  /** The same instance as faults make it appear, by kind; filled by use. */
  appearances: Map<CredentialsFault['kind'], ResidentItems> | undefined;
  /** Second-chance mark: set by use, cleared by the sweep that drops what was not used since the one before. */
  used: boolean;
}

/** Targets kept for one instance. The whole tree has fewer; spellings beyond that are rendered again each time. */
const ENTRIES_PER_INSTANCE_MAX = 256;
/** Entries kept for all instances, about 500 bytes each. */
const ENTRIES_MAX = 65_536;

const UTF8 = new TextEncoder();
const TOKEN_PATH_ENTRY: Entry = { kind: 'token-path' };
const MALFORMED: Entry = { kind: 'malformed' };
const MISSING: Entry = { kind: 'missing' };

/** What the shelf works with. */
export interface ShelfParts {
  readonly materials: MaterialSource;
  readonly features: Features;
  readonly allocate: (length: number) => Octets;
  readonly unparked: (connections: readonly Connection[]) => void;
}

/** Rendered items at hand: filled by use, dropped when the instance changes or the room is needed. */
export class ItemShelf {
  readonly #parts: ShelfParts;
  readonly #residents = new Set<ResidentItems>();
  #entries = 0;
  nowMs = 0;

  constructor(parts: ShelfParts) {
    this.#parts = parts;
  }

  /** The items of an instance as it is now. */
  of(resident: Resident): ResidentItems {
    const items = (resident.memo as ResidentItems | undefined) ?? this.#begin(resident);
    items.used = true;
    return items;
  }

  /** The items of an instance as a fault makes it appear. */
  appearing(items: ResidentItems, fault: CredentialsFault | undefined): ResidentItems {
    const appeared = fault && appearance(items.instance, fault);
    if (fault === undefined || appeared === undefined) return items;
    items.appearances ??= new Map();
    const known = items.appearances.get(fault.kind);
    if (known !== undefined) return known;
    const seen = itemsOf(items.resident, appeared.instance, appeared.profileStatus, items.counter);
    items.appearances.set(fault.kind, seen);
    return seen;
  }

  /** An issued document with the times that a fault gives it. */
  retimed(items: ResidentItems, answer: IssuedAnswer, misbehaviour: Misbehaviour): IssuedAnswer {
    if (answer.kind !== 'item') return answer;
    const text = retime(decodeUtf8(answer.item.body) ?? '', misbehaviour, this.nowMs);
    return this.#item(items, UTF8.encode(text), answer.item.contentType, answer.credentials);
  }

  /** What `target` names. */
  find(items: ResidentItems, target: string): Entry {
    const known = items.entries.get(target);
    if (known !== undefined) return known;
    const path = normalizeTarget(target);
    if (path === undefined) return MALFORMED;
    if (path === TOKEN_PATH) return TOKEN_PATH_ENTRY;
    const content = resolve(items.instance, path, this.#parts.features);
    if (content === undefined) return MISSING;
    const entry = this.#entryOf(items, content);
    if (isMoving(content)) return entry;

    if (items.entries.size < ENTRIES_PER_INSTANCE_MAX) {
      items.entries.set(target, entry);
      this.#grow();
    }
    return entry;
  }

  /** The issued document as an answer, or undefined: then `connection` waits and is unparked when it has arrived. */
  issued(
    items: ResidentItems,
    material: Material,
    delivery: RoleDelivery,
    connection: Connection,
  ): IssuedAnswer | undefined {
    const entry = this.#issuedEntry(items, `${material} ${delivery}`);
    if (entry.answer !== undefined && this.nowMs < entry.recheckAtMs) return entry.answer;
    if (entry.waiting !== undefined) {
      entry.waiting.push(connection);
      return undefined;
    }
    const waiting = (entry.waiting = [connection]);
    const arrived = (issued: Issued): void => {
      entry.waiting = undefined;
      this.#settle(items, entry, issued);
      this.#parts.unparked(waiting);
    };
    const issued = this.#parts.materials.request(items.instance, material, delivery, arrived, items.profileStatus);
    if (issued === undefined) return undefined;
    entry.waiting = undefined;
    return this.#settle(items, entry, issued);
  }

  #begin(resident: Resident): ResidentItems {
    const items = itemsOf(resident, resident.instance, undefined);
    resident.memo = items;
    this.#residents.add(items);
    this.#grow();
    return items;
  }

  #entryOf(items: ResidentItems, content: Content): Entry {
    switch (content.kind) {
      case 'text':
        return { kind: 'item', answer: this.#item(items, UTF8.encode(content.text), 'text/plain') };
      case 'user-data':
        return {
          kind: 'item',
          answer: this.#item(items, Buffer.from(content.base64, 'base64'), 'application/octet-stream'),
        };
      case 'issued':
        return { kind: 'issued', material: content.material };
      case 'overridden':
        return this.#overriddenEntry(items, content.item);
    }
  }

  #overriddenEntry(items: ResidentItems, { body, contentType = 'text/plain', audience }: OverriddenContent): Entry {
    const bytes = 'text' in body ? UTF8.encode(toldAt(body, this.nowMs)) : Buffer.from(body.base64, 'base64');
    const answer = this.#item(items, bytes, parseContentType(contentType) ?? 'text/plain');
    return { kind: 'item', answer, ...(audience === undefined ? {} : { audience }) };
  }

  #item(
    items: ResidentItems,
    body: Uint8Array,
    contentType: ContentType,
    credentials?: ServedCredentials,
  ): ShelvedItem {
    const item = prepareItem(body, contentType, items.lastModified, this.#parts.allocate);
    return { kind: 'item', item, credentials };
  }

  #issuedEntry(items: ResidentItems, key: string): IssuedEntry {
    let entry = items.issued.get(key);
    if (entry === undefined) {
      entry = { answer: undefined, recheckAtMs: 0, waiting: undefined };
      items.issued.set(key, entry);
      this.#grow();
    }
    return entry;
  }

  #settle(items: ResidentItems, entry: IssuedEntry, issued: Issued): IssuedAnswer {
    // At least a second, or an issuer that is always late would keep its callers parked for ever.
    entry.recheckAtMs = Math.max(issued.recheckAtMs, this.nowMs + 1000);
    entry.answer =
      issued.kind === 'document'
        ? this.#item(items, UTF8.encode(issued.text), 'text/plain', credentialsOf(issued))
        : { kind: 'refusal', refusal: 'unavailable' };
    return entry.answer;
  }

  #grow(): void {
    if (++this.#entries > ENTRIES_MAX) this.#sweep();
  }

  /** Drops replaced instances and those unused since the last sweep; what is in use now is used again by its next request. */
  #sweep(): void {
    this.#entries = 0;
    for (const items of this.#residents) {
      if (items.used && items.resident.current) {
        items.used = false;
        this.#entries += 1 + items.entries.size + items.issued.size;
      } else {
        if (items.resident.memo === items) items.resident.memo = undefined;
        this.#residents.delete(items);
      }
    }
  }
}

/** What tells the time is told anew each time. */
function isMoving(content: Content): boolean {
  return content.kind === 'overridden' && 'moment' in content.item.body;
}

function credentialsOf({ accessKeyId }: Issued & { kind: 'document' }): ServedCredentials | undefined {
  return accessKeyId === undefined ? undefined : { accessKeyId };
}

function itemsOf(
  resident: Resident,
  instance: Instance,
  profileStatus: ProfileStatus | undefined,
  counter = new RequestCounter(instance.id),
): ResidentItems {
  return {
    counter,
    resident,
    instance,
    options: instance.metadataOptions,
    binding: bindingOf(instance.id, instance.launchTimeMs),
    lastModified: httpDate(instance.revisedAtMs),
    entries: new Map(),
    issued: new Map(),
    profileStatus,
    appearances: undefined,
    used: true,
  };
}
