#!/usr/bin/env node
// Starts the command on a Node that can run it: this one, or in a checkout on an older machine the pinned one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { installDependencies, packageRoot, pinnedNode, refuseOldNode, runsTypeScript } from './runtime.js';

const root = packageRoot(import.meta.url);
const source = join(root, 'src', 'cli', 'main.ts');
const inCheckout = existsSync(source);

if (inCheckout) installDependencies(root);
if (runsTypeScript()) {
  if (inCheckout) await import('./remember-stripped.js');
  await import(pathToFileURL(inCheckout ? source : join(root, 'dist', 'cli', 'main.js')).href);
} else runOn(pinnedNode(root));

function runOn(node) {
  if (node === undefined) return refuseOldNode();
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
