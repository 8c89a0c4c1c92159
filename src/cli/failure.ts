/**
 * Says on stderr why the command did not do what it was asked, several reasons under a heading; what is still being written
 * goes out before the end.
 */
export function fail(message: string, exitCode: 1 | 2, heading = 'this cannot be done'): void {
  process.stderr.write(`openimds: ${message.includes('\n') ? `${heading}:\n` : ''}${message}\n`);
  process.exitCode = exitCode;
}
