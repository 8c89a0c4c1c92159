/** An HTTP request as far as a signature covers it. */
export interface SignableRequest {
  readonly method: string;
  /** As it is on the wire, percent-encoded, without the query. */
  readonly path: string;
  /** As it is on the wire, without the question mark. */
  readonly query: string;
  /** In their order on the wire; names in any case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** The value of a header, several of one name joined with commas; `undefined` if there is none. `name` in lower case. */
export function headerValue(request: SignableRequest, name: string): string | undefined {
  const values = request.headers.filter(([candidate]) => candidate.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.map(trimmed).join(',');
}

/** SigV4, "Canonical request", step 4: no space at the ends, single spaces between. */
function trimmed(value: string): string {
  return value.trim().replaceAll(/\s+/g, ' ');
}
