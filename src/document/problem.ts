/** The way to a value from the root of the file. */
export type Path = readonly (string | number)[];

/** Something wrong at a path, before it has a line and a column. */
export interface Problem {
  readonly path: Path;
  /** Whether the key itself is at fault or what stands behind it. */
  readonly at: 'key' | 'value';
  readonly message: string;
}

/** Takes a problem with the value at `path`. */
export type Report = (path: Path, message: string) => unknown;

/** A path as people write it: `instances[0].metadataOptions.httpTokens`, `tags["my key"]`. */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : keyText(step, index === 0))).join('');
}

function keyText(key: string, isFirst: boolean): string {
  if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key.length > 64 ? `${key.slice(0, 64)}…` : key)}]`;
  return isFirst ? key : `.${key}`;
}
