import type { Recorded } from './fixture.ts';

/** How the heads of two answers are written differently, though they may say the same. */
export interface HeaderFormDifference {
  readonly what: 'header-order' | 'header-spelling';
  /** The names in question as the first has them. */
  readonly a: string;
  readonly b: string;
}

type Names = Recorded['headerNames'];

/**
 * Compares the order and the spelling of the headers that both answers have. That only one has a header is no matter of
 * form, and of an answer whose names are not known nothing is said. `ignored` are names in lower case.
 */
export function compareHeaderForm(a: Names, b: Names, ignored: ReadonlySet<string>): readonly HeaderFormDifference[] {
  const [one, other] = [foundInBoth(a, b, ignored), foundInBoth(b, a, ignored)];
  const [respelled, spelled] = [spelledOtherwise(one, other), spelledOtherwise(other, one)];
  return [
    ...(one.join().toLowerCase() === other.join().toLowerCase() ? [] : [formed('header-order', one, other)]),
    ...(respelled.length + spelled.length === 0 ? [] : [formed('header-spelling', respelled, spelled)]),
  ];
}

function foundInBoth(names: Names, others: Names, ignored: ReadonlySet<string>): Names {
  const known = new Set(others.map((name) => name.toLowerCase()));
  return names.filter((name) => known.has(name.toLowerCase()) && !ignored.has(name.toLowerCase()));
}

/** Alphabetically, so that what is the same name in two spellings has the same place in both lists. */
function spelledOtherwise(names: Names, others: Names): Names {
  const lowerCase = (name: string): string => name.toLowerCase();
  return names
    .filter((name) => !others.includes(name))
    .toSorted((a, b) => (lowerCase(a) < lowerCase(b) ? -1 : lowerCase(a) > lowerCase(b) ? 1 : 0));
}

function formed(what: HeaderFormDifference['what'], a: Names, b: Names): HeaderFormDifference {
  return { what, a: a.join(', '), b: b.join(', ') };
}
