// Owns the command line: flags, environment variables, what is printed, signals and exit codes.
// Promises that a bad flag or configuration ends with exit code 2 and a reason on stderr, with nothing on stdout.
// Never does what it is asked itself: that is the daemon's.
import { main } from './program.ts';

await main();
