const UNSAFE = /[&<>"\r]/g;
// What XML 1.0 cannot say at all, section 2.2; the characters are the point, so the rule that forbids them is not.
// oxlint-disable-next-line no-control-regex
const UNSAYABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const SPECIAL = new RegExp(`${UNSAFE.source}|${UNSAYABLE.source}`);
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** `text` as the content of an element; characters that XML has not become U+FFFD, as lone surrogates do in UTF-8. */
function escapeXml(text: string): string {
  // Hardly any text has such characters, and looking for them is much cheaper than replacing none.
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll(UNSAYABLE, '\uFFFD').replaceAll(UNSAFE, (character) => ENTITIES[character] ?? character);
}

/** An element with content that is XML already. */
export function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

/** An element with text. */
export function textElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}
