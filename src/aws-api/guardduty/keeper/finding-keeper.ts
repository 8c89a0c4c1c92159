import { ok } from '#base';
import { Detectors, foldSighting, outlived, PendingSightings, settle } from '#findings';
import type { FindingChange, FindingPlace, Sighting } from '#findings';
import type { ApiEvent, Detector, Finding, Observation } from '#model';
import type { Platform } from '#host';
import type { Inventory } from '../../inventory/inventory.ts';
import { OneAfterAnother } from '../../inventory/one-after-another.ts';
import { detectorOf } from '../detectors/detectors.ts';
import { filterDocumentId } from '../filters/filters.ts';
import { filtered, isSuppressed } from '../filters/suppression.ts';
import { findingPlace } from './finding-place.ts';
import type { HomeAccount } from './finding-place.ts';
import type { FindingParts } from './finding-parts.ts';
import type { MetadataUse } from '#compliance';
import { KnownAddresses } from './known-addresses.ts';
import { MetadataUses } from './metadata-uses.ts';

/** What the keeper of findings is made of. */
export interface KeeperParts extends HomeAccount, Omit<FindingParts, 'observe'> {
  readonly inventory: Inventory;
  readonly platform: Pick<Platform, 'clock' | 'crypto' | 'microseconds'>;
  /** Settled once everything that data planes answered before has been told. */
  readonly upToDate: () => Promise<void>;
  readonly unexpected: (error: unknown) => void;
}

/** Findings are brought up to date this often while there is something new of them, or when somebody asks. */
const WRITE_INTERVAL_MS = 1000;
/** Where writing takes long, because there is much to write, it is done less often: this many times as long is waited. */
const REST = 20;
const WRITE_INTERVAL_MAX_MS = 60_000;
const SWEEP_INTERVAL_MS = 60_000;
const PUBLISHING_MS: Readonly<Record<Detector['publishing'], number>> = {
  FIFTEEN_MINUTES: 15 * 60_000,
  ONE_HOUR: 3_600_000,
  SIX_HOURS: 6 * 3_600_000,
};

/** Keeps the findings of all accounts: writes what detectors see into them, ends them, and lets go of the oldest. */
export class FindingKeeper {
  readonly #parts: KeeperParts;
  readonly #detectors: Detectors;
  readonly #addresses: KnownAddresses;
  readonly #uses: MetadataUses;
  readonly #pending: PendingSightings;
  readonly #queue = new OneAfterAnother();
  readonly #sweeper: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #writeIntervalMs = WRITE_INTERVAL_MS;

  constructor(parts: KeeperParts) {
    const { settings, inventory } = parts;
    this.#parts = parts;
    this.#uses = new MetadataUses(parts.platform.clock.now());
    this.#addresses = new KnownAddresses(inventory);
    this.#detectors = new Detectors({
      trusted: () => settings().trusted,
      instance: (id) => this.#addresses.instance(id),
      holder: (address, besides) => this.#addresses.holder(address, besides),
    });
    this.#pending = new PendingSightings(() => this.quietMs);
    this.#sweeper = setInterval(() => {
      this.#sweeping = this.sweep().catch(parts.unexpected);
    }, SWEEP_INTERVAL_MS).unref();
  }

  /** How long nothing must be seen of what ends by itself until it counts as over, in milliseconds. */
  get quietMs(): number {
    return this.#parts.settings().quietMs;
  }

  /** Takes what a data plane observed. */
  observe(observation: Pick<Observation, 'events' | 'counts'>): void {
    this.#uses.observe(observation);
    for (const sighting of this.#detectors.observe(observation)) this.#see(sighting);
  }

  /** Takes an API call. */
  called(event: ApiEvent): void {
    const sighting = this.#detectors.called(event);
    if (sighting !== undefined) this.#see(sighting);
  }

  /** What is known of an instance's requests for metadata. */
  use(instanceId: string): MetadataUse {
    return this.#uses.of(instanceId);
  }

  /** Settled once everything that was requested or called before is in the findings. */
  async settled(): Promise<void> {
    await this.#parts.upToDate();
    await this.#write();
  }

  /** The findings of an account in all Regions as they stand now. */
  async list(accountId: string): Promise<readonly Finding[]> {
    await this.settled();
    const { inventory, platform } = this.#parts;
    return inventory
      .mentioning('finding', `"accountId":"${accountId}"`)
      .filter((finding) => detectorOf(inventory, finding)?.id === finding.detectorId)
      .filter((finding) => finding.accountId === accountId)
      .map((finding) => settle(finding, platform.clock.now(), this.quietMs));
  }

  /** Ends findings of which nothing was seen for long enough, and lets go of those that are too old or too many, and of what a deleted detector had. */
  async sweep(): Promise<void> {
    const { inventory, platform } = this.#parts;
    await this.settled();
    const nowMs = platform.clock.now();
    for (const { entity } of inventory.all('finding')) {
      if (settle(entity, nowMs, this.quietMs) !== entity) await this.#resolve(entity.id, nowMs);
    }
    const kept = inventory.all('finding').map(({ entity }) => entity);
    const orphaned = kept.filter((finding) => detectorOf(inventory, finding)?.id !== finding.detectorId);
    const others = kept.filter((finding) => !orphaned.includes(finding));
    for (const { id } of [...orphaned, ...outlived(others, nowMs)])
      await inventory.change('finding', id, () => ok(undefined));
    for (const { entity: filter } of inventory.all('finding-filter')) {
      if (detectorOf(inventory, filter)?.id === filter.detectorId) continue;
      await inventory.change('finding-filter', filterDocumentId(filter, filter.name), () => ok(undefined));
    }
  }

  /** Writes what waits and takes no more. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    clearTimeout(this.#timer);
    await this.#sweeping;
    await this.#write();
    this.#addresses.close();
  }

  #see(sighting: Sighting): void {
    this.#pending.add(sighting);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#write().catch(this.#parts.unexpected);
    }, this.#writeIntervalMs).unref();
  }

  /** One after the other, so that a second caller waits for what the first has taken out. */
  #write(): Promise<void> {
    return this.#queue.run('findings', async () => {
      const startedUs = this.#parts.platform.microseconds();
      for (const sightings of this.#pending.take()) await this.#fold(sightings);
      const tookMs = (this.#parts.platform.microseconds() - startedUs) / 1000;
      this.#writeIntervalMs = Math.min(WRITE_INTERVAL_MAX_MS, Math.max(WRITE_INTERVAL_MS, REST * tookMs));
    });
  }

  async #fold(sightings: readonly Sighting[]): Promise<void> {
    const [first] = sightings;
    const placed = first && findingPlace(this.#parts, this.#addresses, first);
    if (placed === undefined) return;
    const { place, detector } = placed;
    const nowMs = this.#parts.platform.clock.now();
    const changed = await this.#parts.inventory.change('finding', place.id, (present) =>
      ok(published(present, this.#folded(present, sightings, place), nowMs, detector)),
    );
    if (!changed.ok) return this.#parts.unexpected(new Error(`a finding was not kept: ${changed.error.message}`));
    const { previous, entity } = changed.value;
    if (entity !== undefined && entity.publishedAtMs !== previous?.publishedAtMs)
      this.#tell(entity, changeOf(previous, entity));
  }

  #folded(present: Finding | undefined, sightings: readonly Sighting[], place: FindingPlace): Finding | undefined {
    const folded = sightings.reduce<Finding | undefined>(
      (finding, sighting) => foldSighting(finding, sighting, place, this.quietMs),
      present,
    );
    return folded && filtered(this.#parts.inventory, folded);
  }

  #tell(finding: Finding, change: FindingChange): void {
    if (!isSuppressed(this.#parts.inventory, finding)) this.#parts.told(finding, change);
  }

  async #resolve(id: string, nowMs: number): Promise<void> {
    const changed = await this.#parts.inventory.change('finding', id, (present) =>
      ok(present && settle(present, nowMs, this.quietMs)),
    );
    if (!changed.ok || changed.value.entity === undefined) return;
    if (changed.value.entity !== changed.value.previous) this.#tell(changed.value.entity, 'resolved');
  }
}

/** With the time at which somebody is told of it: at once of what is new, otherwise as often as the detector says. */
function published(
  present: Finding | undefined,
  finding: Finding | undefined,
  nowMs: number,
  { publishing }: Detector,
): Finding | undefined {
  if (finding === undefined) return undefined;
  const isNew = changeOf(present, finding) !== 'updated';
  const isDue = isNew || nowMs - finding.publishedAtMs >= PUBLISHING_MS[publishing];
  // Two in one millisecond are told of twice as well.
  return isDue ? { ...finding, publishedAtMs: Math.max(nowMs, finding.publishedAtMs + 1) } : finding;
}

function changeOf(present: Finding | undefined, finding: Finding): FindingChange {
  if (present === undefined) return 'opened';
  return finding.regressions > present.regressions ? 'reopened' : 'updated';
}
