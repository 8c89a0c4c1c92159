import { destination, METADATA_ADDRESS, shellText } from '#link';
import type { LinkPlan, LinkState, LinkStatus } from '#link';

/** The commands of a plan as a shell takes them. */
export function commandLines({ commands }: LinkPlan): readonly string[] {
  return commands.map(shellText);
}

/** What `--json` prints of `up` and `down`. */
export function planReport(plan: LinkPlan, dryRun: boolean): object {
  return { dryRun, commands: commandLines(plan), links: plan.links };
}

/** What was linked, and what has to listen for it to be of use. */
export function upLines(
  { commands, links }: LinkPlan,
  target: { readonly interface: string; readonly port: number },
): readonly string[] {
  const mine = links.filter((link) => link.interface === target.interface);
  const addresses = mine.map(({ family }) => METADATA_ADDRESS[family]).join(' and ');
  const hosts = mine.map(destination);
  const serve =
    target.interface === 'lo' && target.port !== 80
      ? `openimds up${target.port === 1338 ? '' : ` --port ${target.port}`}`
      : `openimds up --host ${hosts.join(',')} --port ${target.port}`;
  return [
    `${addresses} ${mine.length > 1 ? 'are' : 'is'} on ${target.interface}${commands.length === 0 ? ' already' : ''}; port 80 leads to port ${target.port}.`,
    `Served by      ${serve}`,
    `Undone by      sudo openimds link down`,
  ];
}

/** One line an address. */
export function statusLines({ state, links, others }: LinkStatus): readonly string[] {
  const heading = {
    up: 'linked',
    down: 'not linked',
    stale: 'incomplete: "openimds link up" mends it, "link down" clears it',
  };
  return [
    heading[state],
    ...links.map(linkLine),
    ...others.map(({ interface: name, address }) => `  ${address} is on ${name}, put there by something else`),
  ];
}

function linkLine(link: LinkState): string {
  const missing = [...(link.present ? [] : ['address missing']), ...(link.ruled === false ? ['rule missing'] : [])];
  const listener = link.answered ? 'somebody listens' : `nobody listens on ${destination(link)} port ${link.port}`;
  return `  ${METADATA_ADDRESS[link.family].padEnd(15)} on ${link.interface}, to port ${link.port}: ${[...missing, listener].join(', ')}`;
}
