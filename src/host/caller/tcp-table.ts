import type { AddressKey } from '#model';
import type { ConnectionEnds, SocketOwner } from './sock-diag.ts';

const ESTABLISHED = '01';

/**
 * Finds the client's side of a connection in the text of `/proc/net/tcp` or `tcp6` (proc_pid_net(5)): for where the kernel
 * cannot be asked for the one socket. Reading these files takes the kernel milliseconds.
 */
export function findInTcpTable(table: string, ends: ConnectionEnds): SocketOwner | undefined {
  const wanted = [endTexts(ends.peer, ends.peerPort), endTexts(ends.local, ends.localPort)] as const;
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', state, , , , uid, , inode] = line.trim().split(/\s+/);
    if (state !== ESTABLISHED || !wanted[0].includes(local) || !wanted[1].includes(remote)) continue;
    return Number(inode) === 0 ? undefined : { inode: Number(inode), uid: Number(uid) };
  }
  return undefined;
}

/** An end as `tcp` and as `tcp6` write it: each 32 bits in the machine's order, which is the small end first. */
function endTexts(key: AddressKey, port: number): readonly string[] {
  const portText = port.toString(16).toUpperCase().padStart(4, '0');
  const digits = typeof key === 'number' ? key.toString(16).padStart(8, '0') : key;
  const words = digits.toUpperCase().match(/.{8}/g) ?? [];
  const text = words.map((word) => (word.match(/../g) ?? []).toReversed().join('')).join('');
  const mapped = `0000000000000000FFFF0000${text}`;
  return typeof key === 'number' ? [`${text}:${portText}`, `${mapped}:${portText}`] : [`${text}:${portText}`];
}
