import { err, ok } from '#base';
import type { Result } from '#base';
import type { LinkRecord } from './link-record.ts';
import type { LinkedAddress } from './linked-address.ts';
import { knownLinks } from './machine-network.ts';
import type { MachineNetwork } from './machine-network.ts';
import type { LinkPlan } from './plan-link.ts';
import type { RunProgram } from './run-program.ts';

/**
 * Does what a plan says. Before the first command it writes down what there is and what there shall be, so that whatever
 * interrupts it, the next `link` finds it all. Fails with the command that was refused; what was done until then stays
 * known, and the same `link` once more goes on from there.
 */
export async function carryOut(
  plan: LinkPlan,
  machine: MachineNetwork,
  { run, record }: { readonly run: RunProgram; readonly record: LinkRecord },
): Promise<Result<readonly LinkedAddress[], string>> {
  const written = remember(record, [...plan.links, ...gone(machine, plan)]);
  if (!written.ok) return written;
  for (const command of plan.commands) {
    const done = await run(command);
    if (!done.ok)
      return err(
        `${done.error.replaceAll(/\s*\n\s*/g, ' ')} (while running: ${command.program} ${command.args.join(' ')})`,
      );
  }
  const settled = remember(record, plan.links);
  return settled.ok ? ok(plan.links) : settled;
}

/** What is on its way out. */
function gone(machine: MachineNetwork, { links }: LinkPlan): readonly LinkedAddress[] {
  return knownLinks(machine).filter(
    (link) => !links.some((other) => other.interface === link.interface && other.family === link.family),
  );
}

function remember(record: LinkRecord, links: readonly LinkedAddress[]): Result<void, string> {
  try {
    return ok(record.write(links));
  } catch (error) {
    return err(`the record of what is linked cannot be written: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}
