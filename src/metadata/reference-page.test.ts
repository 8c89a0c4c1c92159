import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CATEGORIES, VERSIONS } from './index.ts';
import type { Category } from './index.ts';

const PAGE = fileURLToPath(new URL('../../docs/reference/categories.md', import.meta.url));

test('the reference page says what the table says (run with --test-update-snapshots to write it anew)', (t) => {
  t.assert.fileSnapshot(page(), PAGE, { serializers: [String] });
});

function page(): string {
  const rows = CATEGORIES.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(row);
  return `# Categories

Everything that can be read below a version directory. This page is generated from the table in
\`src/metadata/catalogue/\`; a test fails when the two differ.

A version directory shows what was released in its version or before; \`latest\` shows everything. An item that is not
present answers 404 and is not listed, and neither is a directory without a present item.

Versions: ${VERSIONS.map((version) => `\`${version}\``).join(', ')}.

| path | since | present |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function row({ path, since, present, feature, unlisted }: Category): string {
  const notes = [
    present,
    ...(feature === undefined ? [] : [`only with the feature \`${feature}\``]),
    ...(unlisted === undefined ? [] : [`\`${unlisted}\` is not listed`]),
  ];
  return `| \`${path}\` | ${since} | ${notes.join('; ')} |`;
}
