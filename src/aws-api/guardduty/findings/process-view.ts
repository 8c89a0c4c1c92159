import type { CallerContainer, CallerProcess } from '#model';
import type { guardduty } from '#protocol/aws';

/** The process a finding is about, with its ancestors, parent first. */
export function processView({ pid, executable, uid, ancestors }: CallerProcess): guardduty.ProcessDetails {
  return {
    Pid: pid,
    Name: executable?.split('/').at(-1),
    ExecutablePath: executable,
    UserId: uid,
    Lineage: ancestors.map((ancestor) => ({
      Pid: ancestor.pid,
      Name: ancestor.executable.split('/').at(-1),
      ExecutablePath: ancestor.executable.startsWith('/') ? ancestor.executable : undefined,
    })),
  };
}

/** The container it runs in. */
export function containerView({ id, runtime, image, name }: CallerContainer): guardduty.Container {
  return { Id: id, Name: name, Image: image, ContainerRuntime: runtime };
}
