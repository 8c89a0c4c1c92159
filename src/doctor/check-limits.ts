import { DEFAULT_TRANSPORT_LIMITS } from '#data-plane';
import { limited, works } from './check.ts';
import type { Check } from './check.ts';

/** Descriptors beside those of metadata connections: the API, files, what the runtime has. */
const OTHER_DESCRIPTORS = 512;

/** Whether as many descriptors may be open as connections are let in; `limits` is the text of /proc/self/limits. */
export function checkOpenFiles(limits: string): Check {
  const name = 'open files';
  const [, soft = ''] = /^Max open files\s+(\S+)/m.exec(limits) ?? [];
  const wanted = DEFAULT_TRANSPORT_LIMITS.connections + OTHER_DESCRIPTORS;
  const allowed = soft === 'unlimited' || soft === '' ? Number.POSITIVE_INFINITY : Number(soft);
  if (allowed >= wanted) return works(name, soft === '' ? 'no limit is known' : `up to ${soft}`);
  const finding = `up to ${allowed}, and ${DEFAULT_TRANSPORT_LIMITS.connections} connections would be let in`;
  return limited(
    name,
    finding,
    `ulimit -n ${wanted}, LimitNOFILE=${wanted} in a unit, or dataPlane.maxConnections in openimds.yaml`,
  );
}
