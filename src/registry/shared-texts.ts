/** A text that several may hold. */
export interface SharedText {
  readonly text: string;
  holders: number;
}

/** Keeps one copy of each text for as long as somebody holds it. */
export class SharedTexts {
  readonly #texts = new Map<string, SharedText>();

  hold(text: string): SharedText {
    let shared = this.#texts.get(text);
    if (shared === undefined) this.#texts.set(text, (shared = { text, holders: 0 }));
    shared.holders++;
    return shared;
  }

  letGo(shared: SharedText): void {
    if (--shared.holders === 0) this.#texts.delete(shared.text);
  }

  get size(): number {
    return this.#texts.size;
  }
}
