const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

/**
 * The first key that stands twice in one object of `json`, which must be well-formed. `JSON.parse` would keep the last
 * of them in silence; IAM refuses ("Grammar of the IAM JSON policy language", notes).
 */
export function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let previous = '';
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key = String(JSON.parse(previous));
      const seen = open.at(-1);
      if (seen?.has(key)) return key;
      seen?.add(key);
    }
    previous = token;
  }
  return undefined;
}
