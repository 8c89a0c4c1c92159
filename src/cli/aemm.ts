import { mkdir, writeFile } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { mockHelp, parseCommandLine, savedConfiguration, SUB_COMMANDS, switchOf, textOf, wholeOf } from '#aemm';
import type { CommandLine, Settings } from '#aemm';
import type { Daemon, DaemonNotice, DaemonSettings, timerAlarm } from '#daemon';
import { realPlatform } from '#host';
import { MockSource } from './aemm-source.ts';
import { fail } from './failure.ts';
import { stopNow, stopOnSignals } from './stop-signals.ts';
import { packageVersion } from './version.ts';

/** How often it is looked which addresses this machine has, where all of them are listened on. */
const LOOK_INTERVAL_MS = 1000;

/** Runs what amazon-ec2-metadata-mock would. What is asked wrongly ends with 2, and what this machine cannot do with 1. */
export async function aemm(words: readonly string[]): Promise<void> {
  const line = parseCommandLine(words);
  if (!line.ok) return fail(`${line.error}. See "openimds aemm --help"`, 2);
  if (line.value.help) return void process.stdout.write(mockHelp(line.value.command));
  if (line.value.version) return void process.stdout.write(`${packageVersion()}\n`);
  const { clock } = realPlatform();
  const source = new MockSource(line.value, process.env, clock);
  const settings = await source.settings();
  if (!settings.ok) return fail(settings.error, 2);
  await announce(line.value, source);
  if (switchOf(settings.value, 'save-config-to-file') === true) await save(settings.value);
  await serve(line.value, source, settings.value);
}

async function serve(line: CommandLine, source: MockSource, settings: Settings): Promise<void> {
  const running: { daemon?: Daemon } = {};
  const stop = async (): Promise<void> => running.daemon?.close();
  stopOnSignals(stop);
  const host = await addressOf(textOf(settings, 'server.hostname'));
  if (host === undefined) return fail(`${textOf(settings, 'server.hostname')} is no address of this machine`, 2);
  source.host = host;
  const { startDaemon, timerAlarm } = await import('#daemon');
  const started = await startDaemon(daemonSettings(source, host, wholeOf(settings, 'server.port') ?? 0), (notice) => {
    tell(notice);
    if (notice.kind === 'failed') stopNow(stop, 1);
  });
  if (!started.ok) return fail(started.error.message, started.error.exitCode, 'cannot start');
  running.daemon = started.value;
  showWhatIsDue(source, started.value, timerAlarm);
  followAddresses(source, started.value);
  if (line.json) process.stdout.write(`${JSON.stringify({ event: 'ready', ...started.value.ready })}\n`);
  else
    log(
      `Initiating ec2-metadata-mock for ${titleOf(line)} on port ${new URL(started.value.ready.imds.url).port || '80'}`,
    );
}

function daemonSettings(source: MockSource, host: string, port: number): DaemonSettings {
  return {
    version: packageVersion(),
    config: undefined,
    source,
    host: [host],
    port,
    portIsExplicit: true,
    apiPort: 0,
    apiPortIsExplicit: false,
    stateDirectory: undefined,
    transport: undefined,
    workers: undefined,
    profile: undefined,
  };
}

/** Events come by the clock, at the moment they are due; one that a broken file keeps from coming stops none of the next. */
function showWhatIsDue(source: MockSource, daemon: Daemon, alarmOf: typeof timerAlarm): void {
  const { clock } = realPlatform();
  let dueMs: number | undefined;
  const wait = (): void => {
    dueMs = source.nextChangeMs();
    alarm.set(dueMs);
  };
  const wake = async (): Promise<void> => {
    if (dueMs === undefined || clock.now() < dueMs) return alarm.set(dueMs);
    await daemon.reload();
    wait();
  };
  const alarm = alarmOf(clock, () => void wake());
  source.loaded = wait;
  wait();
}

/** A wildcard address stands for those that this machine has at the time. */
function followAddresses(source: MockSource, daemon: Daemon): void {
  if (source.host !== '0.0.0.0' && source.host !== '::') return;
  setInterval(() => {
    if (source.hasMoved()) void daemon.reload();
  }, LOOK_INTERVAL_MS);
}

function titleOf({ command }: CommandLine): string {
  return SUB_COMMANDS.find((each) => each.command === command)?.title ?? 'all mocks';
}

/** What the mock says of its configuration, in its words; JSON has stdout for itself. */
async function announce({ given, json }: CommandLine, source: MockSource): Promise<void> {
  const out = (text: string): unknown => !json && process.stdout.write(text);
  for (const note of source.notes) process.stderr.write(`openimds: ${note}\n`);
  if (source.readFrom !== undefined) out(`Using configuration from file:  ${source.readFrom}\n`);
  const flags = [...given].filter(([name]) => name !== 'json');
  if (flags.length > 0) out(`\nFlags:\n${flags.map(([name, value]) => `${name}: ${String(value)}\n`).join('')}\n`);
}

async function save(settings: Settings): Promise<void> {
  const folder = join(homedir(), '.ec2-metadata-mock');
  const file = join(folder, '.aemm-config-used.json');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, savedConfiguration(settings), { mode: 0o600 });
    process.stderr.write(`Successfully saved final configuration to local file  ${file}\n`);
  } catch {
    process.stderr.write(`openimds: the final configuration could not be saved to ${file}\n`);
  }
}

/** The address that a name stands for here; undefined when nobody knows it. */
async function addressOf(hostname: string): Promise<string | undefined> {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  if (bare === '') return '0.0.0.0';
  if (bare === 'localhost') return '127.0.0.1';
  return lookup(bare).then(
    ({ address }) => address,
    () => undefined,
  );
}

function tell({ kind, message }: DaemonNotice): void {
  if (kind !== 'reloaded') log(message);
}

/** As the mock logs: the local time, and what there is to say. */
function log(message: string): void {
  const now = new Date(realPlatform().clock.now());
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  process.stderr.write(`${local.slice(0, 10).replaceAll('-', '/')} ${local.slice(11, 19)} ${message}\n`);
}
