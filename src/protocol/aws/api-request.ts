/** An HTTP request to the API. */
export interface ApiRequest {
  readonly method: string;
  /** As it is on the wire, percent-encoded, without the query. */
  readonly path: string;
  /** As it is on the wire, without the question mark. */
  readonly query: string;
  /** Names in any case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** An HTTP answer of the API. Names of headers are in lower case; the length is for the server to state. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** The value of a header, several of one name joined with commas; empty if there is none. `name` in lower case. */
export function headerValue(request: ApiRequest, name: string): string {
  return request.headers
    .filter(([candidate]) => candidate.toLowerCase() === name)
    .map(([, value]) => value.trim())
    .join(',');
}

/** The media type of the body, in lower case and without its parameters; empty if unsaid. */
export function mediaType(request: ApiRequest): string {
  return (headerValue(request, 'content-type').split(';')[0] ?? '').trim().toLowerCase();
}
