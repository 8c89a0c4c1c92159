import { readdirSync, readFileSync } from 'node:fs';

/** CPU time a process has used, in nanoseconds: all its threads and those of its children that are alive (nginx's worker). */
export function cpuTimeNs(pid: number): number {
  let total = 0;
  for (const thread of threadsOf(pid)) total += threadTimeNs(pid, thread);
  for (const child of childrenOf(pid)) total += cpuTimeNs(child);
  return total;
}

/**
 * CPU time a process has used, in nanoseconds, with that of its threads that have ended: for servers that start a thread for
 * each connection. The kernel gives it in hundredths of a second, so a run has to be long.
 */
export function cpuTimeOfAllThreadsNs(pid: number): number {
  // The name of the command is in parentheses and may hold anything; user and system time are fields 14 and 15 (proc(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 1e7;
}

/** Resident memory of a process and its children, in bytes. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return childrenOf(pid).reduce((sum, child) => sum + residentBytes(child), kibibytes * 1024);
}

/** False where the kernel does not account for CPU time by thread, and nothing here can be measured. */
export function canMeasureCpu(): boolean {
  try {
    return cpuTimeNs(process.pid) > 0;
  } catch {
    return false;
  }
}

function threadsOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/task`);
}

function threadTimeNs(pid: number, thread: string): number {
  const text = readIfThere(`/proc/${pid}/task/${thread}/schedstat`);
  return text === undefined ? 0 : Number(text.split(' ', 1)[0]);
}

function childrenOf(pid: number): readonly number[] {
  return threadsOf(pid).flatMap((thread) =>
    (readIfThere(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

/** Threads end while they are counted. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
