// Owns the command line: flags, environment variables, what is printed, signals and exit codes.
// Promises that a bad flag or configuration ends with exit code 2 and a reason on stderr, with nothing on stdout.
// Never does what it is asked itself: that is the daemon's.
import { enableCompileCache } from 'node:module';

import { compileCacheDirectory } from './directories.ts';

// Compiling is most of the start, so what was compiled is kept. Worker threads look for the folder in the environment.
process.env['NODE_COMPILE_CACHE'] ??= compileCacheDirectory(process.env);
enableCompileCache();
const { main } = await import('./program.ts');
await main();
