import type { Brand, Octets } from '#base';

/** What makes `length` bytes, of any content; Node's `Buffer.allocUnsafeSlow` for one. Passed in because this room knows no platform. */
export type Allocate = (length: number) => Octets;

/**
 * The media type of an item: `application/octet-stream` is for user data, JSON documents too are `text/plain` (captures of
 * 2021 to 2024). Others are for instances that say so themselves.
 */
export type ContentType = 'text/plain' | 'application/octet-stream' | Brand<string, 'ContentType'>;

/** Reads a media type of at most 128 visible ASCII characters and blanks; undefined for anything that no header may hold. */
export function parseContentType(text: string): ContentType | undefined {
  return /^[!-~](?:[ -~]{0,126}[!-~])?$/.test(text) ? (text as ContentType) : undefined;
}

/** An item ready to be sent. Built once per item and revision and kept by the caller; never changed. */
export interface PreparedItem {
  readonly body: Uint8Array;
  readonly contentType: ContentType;
  /** IMF-fixdate of the snapshot the item belongs to. */
  readonly lastModified: string;
  /** The header fields of the modern responder that depend on the item only, up to and including `Date: `. */
  readonly head: Octets;
}

/** Renders what does not depend on the request. `lastModified` is an IMF-fixdate, as `httpDate` makes. `body` is kept, not copied. */
export function prepareItem(
  body: Uint8Array,
  contentType: ContentType,
  lastModified: string,
  allocate: Allocate,
): PreparedItem {
  const head = latin1(
    `Content-Type: ${contentType}\r\nAccept-Ranges: none\r\nLast-Modified: ${lastModified}\r\nContent-Length: ${body.length}\r\nDate: `,
    allocate,
  );
  return { body, contentType, lastModified, head };
}

/** `text` as bytes, one a character. */
export function latin1(text: string, allocate: Allocate): Octets {
  const bytes = allocate(text.length);
  bytes.latin1Write(text, 0);
  return bytes;
}
