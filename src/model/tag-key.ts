const TAG_KEY = /^[A-Za-z0-9+\-=.,_:@]{1,128}$/;
const RESERVED = new Set(['.', '..', '_index']);

/** Whether metadata can show a tag of this key (EC2 User Guide, "Access tags in instance metadata"). */
export function isMetadataTagKey(key: string): boolean {
  return TAG_KEY.test(key) && !RESERVED.has(key);
}
