/** Says on stderr why the command did not do what it was asked; what is still being written goes out before the end. */
export function fail(message: string, exitCode: 1 | 2): void {
  process.stderr.write(`openimds: ${message.includes('\n') ? 'cannot start:\n' : ''}${message}\n`);
  process.exitCode = exitCode;
}
