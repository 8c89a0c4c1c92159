import { isOfForm } from '#recording';
import type { Comparison, Difference } from '#recording';

/** What a comparison found, for people: values first, then what is of form only, each form once for all that have it. */
export function differenceLines(a: string, b: string, { differences, paths, trials }: Comparison): readonly string[] {
  const compared = `${paths} paths${trials === 0 ? '' : ` and ${trials} trials of the protocol`}`;
  if (differences.length === 0) return [`no differences in ${compared}`];
  const forms = differences.filter(isOfForm);
  const values = differences.length - forms.length;
  const ofForm = forms.length === 0 ? '' : `, and ${forms.length} in the order or spelling of headers only`;
  return [
    `A  ${a}`,
    `B  ${b}`,
    ...differences.filter((each) => !isOfForm(each)).flatMap((each) => linesOf(placeOf(each), each)),
    ...formLines(forms),
    `${values} differences in ${compared}${ofForm}`,
  ];
}

function formLines(forms: readonly Difference[]): readonly string[] {
  const alike = Map.groupBy(forms, ({ what, a = '', b = '' }) => [what, a, b].join('\n'));
  return [...alike.values()].flatMap((each) => {
    const [first, ...others] = each;
    if (first === undefined) return [];
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return linesOf(`${placeOf(first)}${more}`, first);
  });
}

const WORDS: Readonly<Partial<Record<Difference['what'], string>>> = {
  'header-order': 'order of headers',
  'header-spelling': 'spelling of headers',
};

function linesOf(place: string, { what, header, a, b }: Difference): readonly string[] {
  return [`${place}: ${header ?? WORDS[what] ?? what}`, `  A  ${a ?? 'nothing'}`, `  B  ${b ?? 'nothing'}`];
}

function placeOf({ kind, name }: Difference): string {
  return kind === 'trial' ? `(${name})` : name;
}
