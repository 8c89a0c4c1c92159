// Owns the metadata tree: which categories there are, since which version, when they are present and what they say.
// Promises that what a listing shows answers, that what answers is listed, and that no path makes it throw.
// Never speaks HTTP, checks a token, makes a credential or keeps anything between two calls.
export { CATEGORIES } from './catalogue.ts';
export type { Category, Features } from './category.ts';
export type { Content, Material, OverriddenContent } from './content.ts';
export { identityDocument } from './identity-document.ts';
export { jsonObject } from './json-text.ts';
export { timestamp } from './timestamp.ts';
export { resolve } from './resolve.ts';
export { toldAt } from './told-at.ts';
export { VERSIONS } from './versions.ts';
