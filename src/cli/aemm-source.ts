import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkSettings, eventItems, mergeSettings, mockInstance, parseMockConfiguration, switchOf } from '#aemm';
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
  readonly #line: CommandLine;
  readonly #environment: Environment;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  #settings: Settings | undefined;
  #shown = '';

  constructor(line: CommandLine, environment: Environment, clock: Clock) {
    this.#line = line;
    this.#environment = environment;
    this.#clock = clock;
    this.#startedAtMs = clock.now();
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
    const settings = await this.settings();
    if (!settings.ok) return settings;
    this.#settings = settings.value;
    this.#shown = this.#due(settings.value);
    const instance = mockInstance(settings.value, this.#line.command, this.#time());
    const attachments = attachedToCalled([this.host]);
    return ok({ configuration: shownConfiguration(instance, attachments), notes: instance.notes });
  }

  /** Whether something else is to be shown by now than when this was last loaded. */
  isOutdated(): boolean {
    return this.#settings !== undefined && this.#due(this.#settings) !== this.#shown;
  }

  #time(): { readonly startedAtMs: number; readonly nowMs: number } {
    return { startedAtMs: this.#startedAtMs, nowMs: this.#clock.now() };
  }

  #due(settings: Settings): string {
    return JSON.stringify([eventItems(settings, this.#line.command, this.#time()), calledAddresses([this.host])]);
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
