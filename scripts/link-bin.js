// `npm ci` links the commands of dependencies but not the package's own, and people type `npm exec openimds` in a checkout.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';

const bin = new URL('../node_modules/.bin/', import.meta.url);
const link = new URL('openimds', bin);
mkdirSync(bin, { recursive: true });
if (process.platform !== 'win32' && !existsSync(link)) symlinkSync('../../bin/openimds.js', link);
