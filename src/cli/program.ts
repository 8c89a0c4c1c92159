import { Command, CommanderError } from 'commander';
import { discardEmptyVariables } from './variables.ts';
import { addAemm } from './verbs/aemm.ts';
import { addAttach, addDetach } from './verbs/attach.ts';
import { addCerts } from './verbs/certs.ts';
import { addDiff } from './verbs/diff.ts';
import { addDoctor } from './verbs/doctor.ts';
import { addEnv } from './verbs/env.ts';
import { addFault } from './verbs/fault.ts';
import { addEvent } from './verbs/event.ts';
import { addFindings } from './verbs/findings.ts';
import { addLink } from './verbs/link.ts';
import { addRecord } from './verbs/record.ts';
import { addRun } from './verbs/run.ts';
import { addScenario } from './verbs/scenario.ts';
import { addStatus } from './verbs/status.ts';
import { addUp } from './verbs/up.ts';
import { addVersion } from './verbs/version.ts';
import { addWatch } from './verbs/watch.ts';
import { packageVersion } from './version.ts';

/** Runs what the command line asks for. Help is a success; what is asked wrongly ends with 2. */
export async function main(): Promise<void> {
  discardEmptyVariables(process.env);
  try {
    await createProgram().parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** In the order of the help. A new verb is a file in `verbs/` and its name here. */
const VERBS = [
  addUp,
  addStatus,
  addWatch,
  addFindings,
  addRun,
  addEvent,
  addFault,
  addScenario,
  addLink,
  addAttach,
  addDetach,
  addRecord,
  addDiff,
  addAemm,
  addCerts,
  addEnv,
  addDoctor,
  addVersion,
];

/** The command with its verbs. What a verb needs is loaded when it runs: help and complaints are there at once. */
function createProgram(): Command {
  const program = new Command('openimds')
    .description('The EC2 Instance Metadata Service as open software you run yourself.')
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'openimds: ')) })
    .helpCommand(false)
    .allowExcessArguments(false)
    .version(packageVersion(), '-V, --version', 'print the version')
    .addHelpText(
      'after',
      '\nFlags have variables, which their help names: --api-port is OPENIMDS_API_PORT. Flags beat variables, which beat the file.\nExit code, unless the help of a verb says more: 0 for what is done, 1 for what cannot be, 2 for what is asked wrongly.',
    );
  for (const add of VERBS) add(program);
  return program;
}
