import { err } from '#base';
import { checkPlainValue } from './plain-value.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';
import { readYamlList } from './read-yaml-list.ts';
import type { SourceResult } from './source-text.ts';

/** How large a text may be, in UTF-16 units. */
const MAX_TEXT_LENGTH = 64 * 1024 * 1024;

/** Up to here a YAML text is read as one document, which takes about 80 bytes of memory for each of its own. */
const MAX_DOCUMENT_LENGTH = 16 * 1024 * 1024;

/** From here on a YAML text is read entry by entry. */
const SPLIT_LENGTH = 512 * 1024;

/** A list that may be very long. */
interface LongList {
  /** Its key at the root: a word without characters that a pattern would take for more. */
  readonly key: string;
  /** How long a YAML text is read entry by entry of it. */
  readonly splitLength?: number;
}

/** Reads YAML or JSON, whichever the text is. */
export function readSource(text: string, longList?: LongList): SourceResult {
  if (text.length > MAX_TEXT_LENGTH) return err([{ offset: 0, message: 'the file is larger than 64 MiB' }]);
  const source = readJson(text) ?? readLargeYaml(text, longList) ?? readDocument(text, longList);
  if (!source.ok) return source;
  const problem = checkPlainValue(source.value.value);
  return problem === undefined
    ? source
    : err([{ offset: source.value.locate(problem.path, 'value'), message: problem.message }]);
}

/** What only the whole document can tell, such as an alias of an anchor in another entry, is left to it where it fits. */
function readLargeYaml(text: string, list: LongList | undefined): SourceResult | undefined {
  if (list === undefined || text.length < (list.splitLength ?? SPLIT_LENGTH)) return undefined;
  const source = readYamlList(text, list.key);
  return source?.ok === false && text.length <= MAX_DOCUMENT_LENGTH ? undefined : source;
}

function readDocument(text: string, list: LongList | undefined): SourceResult {
  if (text.length <= MAX_DOCUMENT_LENGTH) return readYaml(text);
  const remedy =
    list === undefined
      ? 'must be written as JSON'
      : `must list its ${list.key} as a block of "- " entries; or write it as JSON`;
  return err([{ offset: 0, message: `a YAML file over 16 MiB ${remedy}` }]);
}
