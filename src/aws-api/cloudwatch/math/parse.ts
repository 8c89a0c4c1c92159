import { err, ok } from '#base';
import type { Result } from '#base';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** An expression of metric math. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] };

export type Operator = '+' | '-' | '*' | '/' | '^';

/** How deep an expression may be nested. */
const DEPTH_MAX = 32;
/** What binds tighter is computed first. */
const BINDING: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '^': 3 };

/** Reads an expression; the error is a sentence. */
export function parseExpression(text: string): Result<Expression, string> {
  const tokens = tokensOf(text);
  if (!tokens.ok) return tokens;
  try {
    return ok(new Reader(tokens.value).whole());
  } catch (error) {
    if (error instanceof Unreadable) return err(error.message);
    throw error;
  }
}

class Unreadable extends Error {}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#expression(0);
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw new Unreadable(`unexpected "${rest.text}"`);
    return expression;
  }

  #expression(binding: number): Expression {
    if (++this.#depth > DEPTH_MAX) throw new Unreadable('nested too deeply');
    let left = this.#operand();
    for (let operator = this.#operator(); operator !== undefined; operator = this.#operator()) {
      const own = BINDING[operator];
      if (own <= binding) break;
      this.#at++;
      // Powers are computed from the right.
      left = { kind: 'operation', operator, left, right: this.#expression(operator === '^' ? own - 1 : own) };
    }
    this.#depth--;
    return left;
  }

  #operand(): Expression {
    const token = this.#next();
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'text':
        return { kind: 'text', value: token.text };
      case 'name':
        return this.#peeks('(') ? this.#call(token.text) : { kind: 'name', name: token.text };
      case 'sign':
        return this.#signed(token.text);
    }
  }

  #signed(sign: string): Expression {
    if (sign === '-') return { kind: 'negative', of: this.#expression(2) };
    if (sign === '[') return { kind: 'list', items: this.#until(']') };
    if (sign !== '(') throw new Unreadable(`unexpected "${sign}"`);
    const inner = this.#expression(0);
    this.#expect(')');
    return inner;
  }

  #call(name: string): Expression {
    this.#at++;
    return { kind: 'call', name: name.toUpperCase(), given: this.#until(')') };
  }

  /** Expressions between commas, to the sign that ends them. */
  #until(end: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.#peeks(end)) {
      this.#at++;
      return items;
    }
    for (;;) {
      items.push(this.#expression(0));
      if (!this.#peeks(',')) break;
      this.#at++;
    }
    this.#expect(end);
    return items;
  }

  #operator(): Operator | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && Object.hasOwn(BINDING, token.text) ? (token.text as Operator) : undefined;
  }

  #peeks(sign: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && token.text === sign;
  }

  #expect(sign: string): void {
    const token = this.#next();
    if (token.kind !== 'sign' || token.text !== sign) throw new Unreadable(`expected "${sign}", found "${token.text}"`);
  }

  #next(): Token {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Unreadable('it ends too early');
    return token;
  }
}
