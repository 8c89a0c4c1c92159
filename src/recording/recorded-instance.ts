import { decodeUtf8 } from '#base';
import { VERSIONS } from '#metadata';
import type { Fixture, RecordedAnswer } from './fixture.ts';
import { shownInstance } from './shown-instance.ts';
import type { ShownInstance } from './shown-instance.ts';
import type { ShownItem, ShownItems } from './shown-tree.ts';

/** The instance that answers as a recorded service did. */
export type RecordedInstance = ShownInstance;

/** Makes an instance of a recording: credentials, signatures and tokens are alive, all else answers in the recorded bytes. */
export function recordedInstance(fixture: Fixture): RecordedInstance {
  const reference = fixture.versions.includes('latest') ? 'latest' : (fixture.versions.at(-1) ?? 'latest');
  const others = fixture.versions.filter((version) => version !== reference);
  const shown = shownInstance(
    {
      reference: { version: reference, items: itemsBelow(fixture, reference) },
      others: others.map((version) => ({ version, items: itemsBelow(fixture, version) })),
      isWhole: true,
      showsIssued: false,
    },
    fixture.source,
  );
  const versions = versionListing(fixture);
  const required = fixture.trials.get('no token')?.status === 401;
  return {
    ...shown,
    instance:
      versions === undefined
        ? shown.instance
        : { ...shown.instance, overrides: { ...shown.instance.overrides, '/': { kind: 'listing', text: versions } } },
    options: { ...shown.options, ...(required ? { httpTokens: 'required' } : {}) },
  };
}

function itemsBelow({ answers }: Fixture, version: string): ShownItems {
  const root = `/${version}`;
  return new Map(
    [...answers].flatMap(([path, answer]) => {
      if (path !== root && !path.startsWith(`${root}/`)) return [];
      return [[path.slice(root.length + 1), shownItem(answer)] as const];
    }),
  );
}

function shownItem({ status, headers, body, isListing }: RecordedAnswer): ShownItem {
  return { status, body, contentType: headers['content-type'], isListing };
}

/** The versions of the service, where they are others than ours, and name all that were read. */
function versionListing({ answers, versions }: Fixture): string | undefined {
  const root = answers.get('/');
  const text = root?.status === 200 ? decodeUtf8(root.body) : undefined;
  if (text === undefined || text === VERSIONS.join('\n')) return undefined;
  const lines = text.split('\n');
  return versions.every((version) => lines.includes(version)) ? text : undefined;
}
