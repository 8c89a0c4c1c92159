/** A JSON value of which lists hold texts only. */
export type GoValue = string | null | readonly string[] | { readonly [name: string]: GoValue };

/** An object as Go's `json.MarshalIndent` with tabs writes it, lists on one line. */
export function indentedJson(object: { readonly [name: string]: GoValue }, indent = ''): string {
  const members = Object.entries(object).map(
    ([name, value]) => `${indent}\t${text(name)}: ${indentedValue(value, `${indent}\t`)}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}

/** The same on one line. */
export function compactJson(value: GoValue): string {
  return escaped(JSON.stringify(value));
}

function indentedValue(value: GoValue, indent: string): string {
  return isObject(value) ? indentedJson(value, indent) : compactJson(value);
}

function isObject(value: GoValue): value is { readonly [name: string]: GoValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: string): string {
  return escaped(JSON.stringify(value));
}

/** Go escapes what HTML would take for its own. */
function escaped(json: string): string {
  return json.replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
