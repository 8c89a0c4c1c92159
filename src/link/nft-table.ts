import type { Command } from './command.ts';
import { readRecordLine, recordLine } from './linked-address.ts';
import type { LinkedAddress } from './linked-address.ts';
import { METADATA_ADDRESS } from './metadata-address.ts';

/** The nftables table that is `link`'s own: nobody else's rules are touched. Family `inet` translates since Linux 5.2. */
const TABLE = 'inet openimds';

/** Before -100, where others have theirs: docker sends to a container whatever calls this machine on a port it publishes. */
const PRIORITY = -110;

/** Lists the table as JSON; fails where there is none. */
export const LIST_TABLE: Command = { program: 'nft', args: ['-j', 'list', 'table', ...TABLE.split(' ')] };

/** Replaces the table in one transaction by one that holds these, or takes it away when there are none. */
export function replaceTable(links: readonly LinkedAddress[]): Command {
  if (links.length === 0) return { program: 'nft', args: ['delete', 'table', ...TABLE.split(' ')] };
  return { program: 'nft', args: ['-f', '-'], input: `table ${TABLE}\ndelete table ${TABLE}\n${tableText(links)}` };
}

function tableText(links: readonly LinkedAddress[]): string {
  const local = links.filter(isLoopbackLink);
  const others = links.filter((link) => !isLoopbackLink(link));
  return `table ${TABLE} {\n${chainText('output', local)}${chainText('prerouting', others)}}\n`;
}

function chainText(hook: 'output' | 'prerouting', links: readonly LinkedAddress[]): string {
  if (links.length === 0) return '';
  const rules = links.map((link) => `    ${ruleText(link)}\n`).join('');
  return `  chain ${hook} {\n    type nat hook ${hook} priority ${PRIORITY}; policy accept;\n${rules}  }\n`;
}

function ruleText(link: LinkedAddress): string {
  const direction = isLoopbackLink(link) ? 'oifname' : 'iifname';
  const protocol = link.family === 'ipv4' ? 'ip' : 'ip6';
  const match = `${direction} "${link.interface}" ${protocol} daddr ${METADATA_ADDRESS[link.family]} tcp dport 80`;
  return `${match} ${verdict(link, protocol)} comment "${recordLine(link)}"`;
}

/**
 * This machine's own calls go to loopback, where openimds listens unless told otherwise. Others' keep the address they
 * called, since loopback must not be reachable from outside, and keep it also where the port is the same: what is translated
 * here is translated by nobody else. The source stays as it is.
 */
function verdict(link: LinkedAddress, protocol: 'ip' | 'ip6'): string {
  if (isLoopbackLink(link) && link.port !== 80) return `redirect to :${link.port}`;
  const address = METADATA_ADDRESS[link.family];
  return `dnat ${protocol} to ${protocol === 'ip6' ? `[${address}]` : address}:${link.port}`;
}

/** Whether the link serves this machine itself. */
export function isLoopbackLink(link: Pick<LinkedAddress, 'interface'>): boolean {
  return link.interface === 'lo';
}

/** What the table holds, from the JSON of `LIST_TABLE`; rules that are not `link`'s own are left out. */
export function readTable(json: string): readonly LinkedAddress[] {
  return entriesOf(json).flatMap((entry) => {
    const link = readRecordLine(commentOf(entry));
    return link === undefined ? [] : [link];
  });
}

function entriesOf(json: string): readonly unknown[] {
  const listing: unknown = JSON.parse(json);
  const entries = isRecord(listing) ? listing['nftables'] : undefined;
  return Array.isArray(entries) ? entries : [];
}

function commentOf(entry: unknown): string {
  const rule = isRecord(entry) ? entry['rule'] : undefined;
  return isRecord(rule) && typeof rule['comment'] === 'string' ? rule['comment'] : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
