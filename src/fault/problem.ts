/** Something wrong in a declaration, and where. */
export interface FaultProblem {
  readonly path: readonly (string | number)[];
  /** What is wrong and what would be right. */
  readonly message: string;
}

/** Takes note of a problem at `path`, and stands for the value that could not be read. */
export type Report = (path: FaultProblem['path'], message: string) => undefined;

/** Puts a path in front of everything reported. */
export function within(report: Report, ...base: FaultProblem['path']): Report {
  return (path, message) => report([...base, ...path], message);
}

/** A problem on one line, such as `status.code: expected a whole number from 200 to 599`. */
export function problemText({ path, message }: FaultProblem): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return place === '' ? message : `${place.slice(1)}: ${message}`;
}
