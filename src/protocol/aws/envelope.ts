/** How every XML answer begins. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The header in which clients look for the id of a request, whatever its protocol. */
export function requestIdHeader(requestId: string): readonly [string, string] {
  return ['x-amzn-requestid', requestId];
}
