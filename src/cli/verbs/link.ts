import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { dockerOption, dryRunOption, forceOption, interfaceOption } from '../link-options.ts';
import type { LinkRequest } from '../link.ts';
import { jsonOption, servedPortOption } from '../options.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';

/** `openimds link up`, `down` and `status`. */
export function addLink(program: Command): void {
  const link = verb(program, 'link', 'put 169.254.169.254 on this machine, a bridge, a tap or a docker network', [
    ['sudo openimds link up', 'for the programs of this machine, with "openimds up" running'],
    ['openimds link status', 'what is linked, and whether anybody listens'],
    ['sudo openimds link down', 'takes all of it away'],
  ]);
  link.helpCommand(false);
  addLinkUp(link);
  addLinkDown(link);
  addLinkStatus(link);
}

function addLinkUp(link: Command): void {
  verb(link, 'up', 'put the addresses there, and mend what is missing of earlier ones', [
    ['sudo openimds link up', 'port 80 of the addresses leads to port 1338 on loopback'],
    ['sudo openimds link up --interface virbr0', 'for the guests on a bridge or tap'],
    ['sudo openimds link up --docker bridge', 'for the containers of a docker network'],
    ['sudo openimds link up --dry-run', 'only prints the commands'],
  ])
    .addOption(interfaceOption())
    .addOption(dockerOption())
    .addOption(servedPortOption())
    .addOption(forceOption())
    .addOption(dryRunOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const request = requestOf(self);
        const { port, force } = self.opts<{ port: number; force?: true }>();
        if (port === 0)
          throw new InvalidArgumentError('port 0 is any free one; give the port that openimds listens on');
        const { linkUp } = await import('../link.ts');
        await linkUp(request, { port, force: force ?? readSwitch(process.env, 'OPENIMDS_FORCE') ?? false });
      }),
    );
}

function addLinkDown(link: Command): void {
  verb(link, 'down', 'take the addresses away, without a trace', [
    ['sudo openimds link down', 'everything that was linked'],
    ['sudo openimds link down --interface virbr0', 'that one alone'],
    ['sudo openimds link down --dry-run', 'only prints the commands'],
  ])
    .addOption(interfaceOption())
    .addOption(dockerOption())
    .addOption(dryRunOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const request = requestOf(self);
        const { linkDown } = await import('../link.ts');
        await linkDown(request);
      }),
    );
}

function addLinkStatus(link: Command): void {
  verb(link, 'status', 'say what is linked; ends with 0 when all of it is in place, else with 1', [
    ['openimds link status', 'root sees the rules too'],
    ['openimds link status --json', 'as one JSON object'],
  ])
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const json = isJson(self);
        const { printLinkStatus } = await import('../link.ts');
        await printLinkStatus(json);
      }),
    );
}

function requestOf(command: Command): LinkRequest {
  const options = command.opts<{ interface?: string; docker?: string; dryRun?: true }>();
  if (options.interface !== undefined && options.docker !== undefined)
    throw new InvalidArgumentError('--interface and --docker contradict each other; give one of them');
  return {
    interface: options.interface,
    docker: options.docker,
    dryRun: options.dryRun ?? readSwitch(process.env, 'OPENIMDS_DRY_RUN') ?? false,
    json: isJson(command),
  };
}
