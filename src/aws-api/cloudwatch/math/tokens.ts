import { err, ok } from '#base';
import type { Result } from '#base';

/** A word of an expression. */
export interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign';
  readonly text: string;
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([-+*/^(),[\]]))/y;
const LENGTH_MAX = 2048;

/** The words of an expression; the error is a sentence. */
export function tokensOf(text: string): Result<readonly Token[], string> {
  if (text.length > LENGTH_MAX) return err(`it is longer than ${LENGTH_MAX} characters`);
  const tokens: Token[] = [];
  const whole = text.trim();
  for (let at = 0; at < whole.length;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(whole);
    if (match === null) return err(`unexpected "${whole.slice(at).trim().slice(0, 20)}"`);
    tokens.push(tokenOf(match));
    at = TOKEN.lastIndex;
  }
  return ok(tokens);
}

function tokenOf([, number, name, single, double, sign = '']: RegExpExecArray): Token {
  if (number !== undefined) return { kind: 'number', text: number };
  if (name !== undefined) return { kind: 'name', text: name };
  const quoted = single ?? double;
  return quoted === undefined
    ? { kind: 'sign', text: sign }
    : { kind: 'text', text: quoted.replaceAll(/\\(.)/gs, '$1') };
}
