/** What was found about one thing. */
export interface Check {
  /** What was looked at. */
  readonly name: string;
  /** `limited`: everything else works. `fails`: `openimds up` does not start, or not as asked. */
  readonly state: 'works' | 'limited' | 'fails';
  /** What was found. */
  readonly finding: string;
  /** What to do; where it works, nothing. */
  readonly remedy?: string;
}

/** It works, and how. */
export function works(name: string, finding: string): Check {
  return { name, state: 'works', finding };
}

/** Something that `up` does without is missing. */
export function limited(name: string, finding: string, remedy: string): Check {
  return { name, state: 'limited', finding, remedy };
}

/** Something that `up` needs is missing. */
export function fails(name: string, finding: string, remedy: string): Check {
  return { name, state: 'fails', finding, remedy };
}
