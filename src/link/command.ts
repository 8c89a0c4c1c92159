/** A program to be run, as it would be typed. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** What it reads from stdin. */
  readonly input?: string;
}

/** The command as a POSIX shell takes it, with its input as a here-document. */
export function shellText({ program, args, input }: Command): string {
  const line = [program, ...args].map(quoted).join(' ');
  return input === undefined ? line : `${line} <<'EOF'\n${input}EOF`;
}

function quoted(word: string): string {
  return /^[\w.:/@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
