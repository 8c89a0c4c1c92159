import { isIP } from 'node:net';

import { InvalidArgumentError } from 'commander';

/** A port; 0 stands for any free one. */
export function parsePort(text: string): number {
  return parseWhole(text, 0, 65_535);
}

/** How many threads answer requests. */
export function parseWorkers(text: string): number {
  return parseWhole(text, 1, 256);
}

/** A whole number within bounds. */
export function parseWhole(text: string, lowest: number, highest: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (value >= lowest && value <= highest) return value;
  throw new InvalidArgumentError(`Expected a whole number from ${lowest} to ${highest}.`);
}

/** One or more addresses, comma-separated, added to those of earlier flags. */
export function parseHosts(text: string, earlier: readonly string[] = []): readonly string[] {
  const hosts = text.split(',').map((part) => addressOf(part.trim()));
  return [...new Set([...earlier, ...hosts])];
}

/** `localhost` means whatever a resolver says; here it is the address that everybody expects. */
function addressOf(text: string): string {
  const bare = text === 'localhost' ? '127.0.0.1' : text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) return bare;
  throw new InvalidArgumentError(`"${text}" is not an IPv4 or IPv6 address.`);
}

/** A path or name that is not empty. */
export function parseText(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It must not be empty.');
}
