import { encodeUtf8 } from '#base';
import { shownInstance } from '#recording';
import type { ShownInstance, ShownItem } from '#recording';
import type { MockCommand } from './commands.ts';
import { eventItems, nextEventMs } from './event-items.ts';
import type { EventItem, MockTime } from './event-items.ts';
import { switchOf, textOf } from './settings.ts';
import type { Settings } from './settings.ts';
import { nextIssueMs, staticItems } from './static-items.ts';

const VERSION = 'latest';

/** The instance that shows what the mock would, at this moment. `notes` tell what cannot be shown. */
export function mockInstance(settings: Settings, command: MockCommand, time: MockTime): ShownInstance {
  const items = new Map<string, ShownItem>();
  const strange: string[] = [];
  const add = (path: string, item: ShownItem): void => {
    const below = pathBelow(path);
    if (below === undefined) strange.push(`${path} is not below /${VERSION}/; it is not served`);
    else items.set(below, item);
  };
  for (const [path, text] of staticItems(settings, time.nowMs)) add(path, itemOf(encodeUtf8(text)));
  const userData = Buffer.from(textOf(settings, 'userdata.values.userdata'), 'base64');
  if (userData.length > 0)
    add(textOf(settings, 'userdata.paths.userdata'), itemOf(userData, 'application/octet-stream'));
  for (const item of eventItems(settings, command, time)) add(item.path, shownEvent(item));
  const reference = { version: VERSION, items };
  const shown = shownInstance({ reference, others: [], isWhole: false, showsIssued: true }, 'amazon-ec2-metadata-mock');
  const required = switchOf(settings, 'imdsv2') === true;
  return {
    ...shown,
    // The mock's answers travel as far as any others do.
    options: {
      ...shown.options,
      httpTokens: required ? 'required' : 'optional',
      httpPutResponseHopLimit: 64,
      httpProtocolIpv6: 'enabled',
    },
    notes: [...shown.notes, ...strange],
  };
}

/** When `mockInstance` shows something else than at `time` next, in milliseconds since the epoch. */
export function nextChangeMs(settings: Settings, time: MockTime): number {
  return Math.min(nextIssueMs(time.nowMs), nextEventMs(settings, time) ?? Infinity);
}

function shownEvent({ text, audience, moment }: EventItem): ShownItem {
  if (text === undefined) return MISSING;
  const who = audience === undefined ? {} : { audience };
  return { ...itemOf(encodeUtf8(text)), ...who, ...(moment === undefined ? {} : { moment }) };
}

const MISSING: ShownItem = { status: 404, body: new Uint8Array(), contentType: undefined, isListing: false };

function itemOf(body: Uint8Array, contentType = 'text/plain'): ShownItem {
  return { status: 200, body, contentType, isListing: false };
}

function pathBelow(path: string): string | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments[0] === VERSION && segments.length > 1 ? segments.slice(1).join('/') : undefined;
}
