import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { adminTarget } from '../admin-target.ts';
import type { AttachmentEntry, AttachRequest } from '../attach.ts';
import type { Phrase } from '../flag-words.ts';
import { apiUrlOption, jsonOption, stateOption } from '../options.ts';
import { checked, isJson, verb } from '../verb.ts';

/** Of its list the API says which entry; on the command line there is one. */
const PHRASES: readonly Phrase[] = [[/\battach\[\d+\](?:\.|: )/g, '']];

/** `openimds attach`. */
export function addAttach(program: Command): void {
  const summary = 'recognise callers as an instance while openimds runs, or show how they are';
  complete(
    verb(program, 'attach', summary, [
      ['openimds attach i-0123456789abcdef0', 'show how its callers are recognised'],
      ['openimds attach i-0123456789abcdef0 netns=web', 'whoever calls in the network namespace "web"'],
      ['openimds attach i-0123456789abcdef0 interface=tap0 source=10.0.0.5', 'through tap0, from that address'],
      ['openimds attach i-0123456789abcdef0 socket=/run/web.sock mode=0660', 'who may open that unix socket'],
    ]),
    async (entry) => {
      const { adding } = await import('../attach.ts');
      return entry === undefined ? (attach) => attach : adding(entry);
    },
  );
}

/** `openimds detach`. */
export function addDetach(program: Command): void {
  complete(
    verb(program, 'detach', 'recognise callers as an instance no longer', [
      ['openimds detach i-0123456789abcdef0 netns=web', 'in that network namespace'],
      ['openimds detach i-0123456789abcdef0', 'by anything of its own'],
    ]),
    async (entry) => {
      const { removing, removingAll } = await import('../attach.ts');
      return entry === undefined ? removingAll : removing(entry);
    },
  );
}

function complete(
  command: Command,
  changeOf: (entry: AttachmentEntry | undefined) => Promise<AttachRequest['change']>,
): void {
  command
    .argument('<INSTANCE>', 'its id')
    .argument('[KEY=VALUE...]', 'an entry of attach as in openimds.yaml, such as netns=web')
    .addOption(stateOption())
    .addOption(apiUrlOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checkedWith(command, async (instanceId, pairs) => {
        const change = await changeOf(entryOf(pairs));
        const { attach } = await import('../attach.ts');
        await attach(adminTarget(command, PHRASES), { instanceId, change }, isJson(command));
      }),
    );
}

function checkedWith(
  command: Command,
  action: (instanceId: string, pairs: readonly string[]) => Promise<void>,
): (instanceId: string, pairs: readonly string[]) => Promise<void> {
  return (instanceId, pairs) => checked(() => action(instanceId, pairs)).call(command);
}

const WHOLE = new Set(['port', 'vsock']);

function entryOf(pairs: readonly string[]): AttachmentEntry | undefined {
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new InvalidArgumentError(`"${pair}" is not of the form KEY=VALUE.`);
      const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
      return [key, WHOLE.has(key) && /^\d+$/.test(value) ? Number(value) : value];
    }),
  );
}
