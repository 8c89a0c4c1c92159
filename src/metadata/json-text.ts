/** The members of an object in the order they are written; undefined ones are left out. */
type Members = Readonly<Record<string, string | null | readonly string[] | undefined>>;

/** An object as EC2 writes it: one member a line, two spaces of indentation, a space on both sides of the colon. */
export function jsonObject(members: Members, indent = ''): string {
  let text = '';
  for (const name in members) {
    const value = members[name];
    if (value !== undefined) text += `${text === '' ? '' : ','}\n${indent}  "${name}" : ${jsonValue(value)}`;
  }
  return `{${text}\n${indent}}`;
}

/** A list of objects as EC2 writes it; `[]` when there are none. */
export function jsonList(objects: readonly Members[]): string {
  if (objects.length === 0) return '[]';
  return `[\n${objects.map((object) => `  ${jsonObject(object, '  ')}`).join(',\n')}\n]`;
}

function jsonValue(value: string | null | readonly string[]): string {
  if (value === null || typeof value === 'string') return JSON.stringify(value);
  return `[ ${value.map((item) => JSON.stringify(item)).join(', ')} ]`;
}
