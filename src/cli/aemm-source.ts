import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkSettings, mergeSettings, mockInstance, nextChangeMs, parseMockConfiguration, switchOf } from '#aemm';
import type { CommandLine, Settings } from '#aemm';
import { err, ok } from '#base';
import type { Clock, Result } from '#base';
import { shownConfiguration } from '#daemon';
import type { ConfigurationSource, MadeConfiguration } from '#daemon';
import { attachedToCalled, calledAddresses } from './called-addresses.ts';
import type { Environment } from './variables.ts';

/** What the mock is to show, made anew whenever the daemon asks: from flags, variables, file and the time of day. */
export class MockSource implements ConfigurationSource {
  /** The address listened on. */
  host = '0.0.0.0';
  /** What is to be said of the configuration file. */
  notes: readonly string[] = [];
  /** The file that settings were read from; undefined when there is none. */
  readFrom: string | undefined;
  file: string | undefined;
  /** Told whenever the settings have been read anew. */
  loaded: () => void = () => {};
  readonly #line: CommandLine;
  readonly #environment: Environment;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  #settings: Settings | undefined;
  #addresses = '';
  #lookedAtMs: number;

  constructor(line: CommandLine, environment: Environment, clock: Clock) {
    this.#line = line;
    this.#environment = environment;
    this.#clock = clock;
    this.#startedAtMs = clock.now();
    this.#lookedAtMs = this.#startedAtMs;
  }

  /** What all sources come to now. The error says what to mend. */
  async settings(): Promise<Result<Settings, string>> {
    const file = await this.#readFile();
    if (!file.ok) return file;
    const merged = mergeSettings({
      startedAtMs: this.#startedAtMs,
      file: file.value,
      environment: this.#environment,
      flags: this.#line.settings,
    });
    const checkedSettings = checkSettings(merged);
    if (!checkedSettings.ok) return checkedSettings;
    if (switchOf(merged, 'watch-config-file') === true) this.file = this.readFrom;
    return checkedSettings;
  }

  async load(): Promise<Result<MadeConfiguration, string>> {
    // Before anything that takes time, so that what falls due meanwhile is still to come.
    this.#lookedAtMs = this.#clock.now();
    const settings = await this.settings();
    if (!settings.ok) return settings;
    this.#settings = settings.value;
    this.#addresses = this.#called();
    const instance = mockInstance(settings.value, this.#line.command, this.#time());
    const attachments = attachedToCalled([this.host]);
    this.loaded();
    return ok({ configuration: shownConfiguration(instance, attachments), notes: instance.notes });
  }

  /** When something else is to be shown than when this was last loaded, in milliseconds since the epoch; that may be past. */
  nextChangeMs(): number | undefined {
    return this.#settings && nextChangeMs(this.#settings, this.#time());
  }

  /** Whether this machine has other addresses to be called at than when this was last loaded. */
  hasMoved(): boolean {
    return this.#called() !== this.#addresses;
  }

  #time(): { readonly startedAtMs: number; readonly nowMs: number } {
    return { startedAtMs: this.#startedAtMs, nowMs: this.#lookedAtMs };
  }

  #called(): string {
    return calledAddresses([this.host]).join(' ');
  }

  /** A file that is named must be there; the one in the home directory may be. */
  async #readFile(): Promise<Result<Settings, string>> {
    const named = this.#line.settings.get('config-file') ?? this.#environment['AEMM_CONFIG_FILE'];
    const file = named === undefined || named === '' ? join(homedir(), 'aemm-config.json') : String(named);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return named === undefined || named === '' ? ok(new Map()) : err(`${file}: cannot be read`);
    const parsed = parseMockConfiguration(text);
    if (!parsed.ok) return err(`${file}: ${parsed.error}`);
    this.readFrom = file;
    this.notes = parsed.value.unknown.map(
      (key) => `${file}: ${key} is no key of amazon-ec2-metadata-mock; it is ignored`,
    );
    return ok(parsed.value.settings);
  }
}
