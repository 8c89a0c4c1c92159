// What a machine's network is made of, for tests that say nothing of it is left changed.
import { run } from './run-program.test-support.ts';

/** A program and arguments that run the command they are followed by, such as `ip netns exec NAME`. */
export type Within = readonly string[];

const LISTINGS: readonly (readonly string[])[] = [
  ['ip', '-j', 'address', 'show'],
  ['ip', '-j', 'route', 'show', 'table', 'all'],
  ['ip', '-6', '-j', 'route', 'show', 'table', 'all'],
  ['ip', '-j', 'rule', 'show'],
  ['ip', '-6', '-j', 'rule', 'show'],
  ['nft', '-j', 'list', 'ruleset'],
  [
    'sh',
    '-c',
    'ls /run/openimds/links-$(stat -Lc %i /proc/self/ns/net) 2>&1; cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/forwarding',
  ],
];

/** Lifetimes run down, handles and numbers count what there once was, and the kernel brings up carriers and their multicast routes in its own time. */
const PASSING =
  /"(?:valid_life_time|preferred_life_time|expires|handle|ifindex|link_index|operstate|address)": ?(?:\d+|"[^"]*"),?|"(?:NO-CARRIER|LOWER_UP)",?|,?\{"type":"multicast","dst":"ff00::\/8"[^}]*\}/g;

/**
 * Addresses, routes, rules, nftables, forwarding and what openimds keeps in /run, of one network namespace, as text. That of
 * the machine changes while other tests run.
 */
export async function networkListing(within: Within): Promise<string> {
  const listed = await Promise.all(
    LISTINGS.map(async (command) => {
      const [program = '', ...args] = [...within, ...command];
      const { text } = await run(program, args);
      return `${command.join(' ')}\n${text.replaceAll(PASSING, '')}`;
    }),
  );
  return listed.join('\n');
}
