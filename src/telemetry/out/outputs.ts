import type { Clock, Random, Result } from '#base';
import type { Observation } from '#model';
import { matters } from '../matters.ts';
import type { Telemetry } from '../telemetry.ts';
import { alarmEntry, callEntry, requestEntry } from './entry.ts';
import type { Entry } from './entry.ts';
import { JsonLinesFile } from './json-lines-file.ts';
import type { JsonLinesSettings } from './json-lines-file.ts';
import type { Resource } from './otlp-payload.ts';
import { OtlpExporter } from './otlp.ts';
import type { OtlpSettings } from './otlp.ts';
import { Totals } from './totals.ts';
import { Webhooks } from './webhooks.ts';
import type { WebhooksSettings } from './webhooks.ts';

/** Where what happens is told besides being kept. */
export interface OutputSettings extends WebhooksSettings {
  readonly jsonLines: JsonLinesSettings | undefined;
  readonly otlp: OtlpSettings | undefined;
}

/** What outputs are made of. */
export interface OutputParts {
  readonly telemetry: Pick<Telemetry, 'listen'>;
  readonly settings: OutputSettings;
  readonly resource: Resource;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of every entry, such as to print it. */
  readonly tell: ((entry: Entry) => void) | undefined;
  readonly warn: (message: string) => void;
}

/** Every way out: totals for scrapers, and entries for whoever was declared. */
export class Outputs {
  readonly totals: Totals;
  readonly #webhooks: Webhooks;
  readonly #file: JsonLinesFile | undefined;
  readonly #otlp: OtlpExporter | undefined;
  readonly #tell: ((entry: Entry) => void) | undefined;
  readonly #stop: () => void;

  constructor({ telemetry, settings, resource, clock, random, tell, warn }: OutputParts) {
    const { jsonLines, otlp } = settings;
    const failed = (reason: string): void => warn(`the OpenTelemetry collector takes nothing: ${reason}`);
    this.totals = new Totals(clock.now());
    this.#webhooks = new Webhooks(settings, { clock, random });
    this.#tell = tell;
    this.#file =
      jsonLines && new JsonLinesFile(jsonLines, (reason) => warn(`${jsonLines.file} cannot be written: ${reason}`));
    this.#otlp = otlp && new OtlpExporter(otlp, { clock, totals: this.totals, resource, failed });
    this.#stop = telemetry.listen({
      observed: (observation) => this.#observed(observation),
      called: (call) => {
        this.totals.called(call);
        this.#say(callEntry(call));
      },
      alarmed: (timeMs, item) => this.#say(alarmEntry(timeMs, item)),
    });
  }

  /** Delivers what an alarm has to tell. */
  alarm(action: string, message: object): Promise<Result<undefined, string>> {
    return this.#webhooks.alarm(action, message);
  }

  /** Tells of something that neither data plane nor API has told of, such as a finding. */
  tell(entry: Entry): void {
    this.#say(entry);
  }

  /** Tells nobody any more, once what waits has been written. */
  async close(): Promise<void> {
    this.#stop();
    await Promise.all([this.#webhooks.close(), this.#file?.close(), this.#otlp?.close()]);
  }

  #observed(observation: Observation): void {
    this.totals.observe(observation);
    // While somebody watches, everything becomes an event; outputs go on telling of what matters.
    for (const event of observation.events) if (matters(event)) this.#say(requestEntry(event));
  }

  #say(entry: Entry): void {
    this.#tell?.(entry);
    this.#file?.write(entry);
    this.#otlp?.tell(entry);
    this.#webhooks.tell(entry);
  }
}
