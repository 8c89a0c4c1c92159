import { createHash } from 'node:crypto';
import type { InstanceDeclaration, InstanceId } from '#model';
import type { Configuration } from './config/configuration.ts';
import { declareInstances } from './config/declare-instances.ts';

/** An instance as a configuration declares it, as text: a hundred thousand of them are small, and cross processes cheaply. */
export interface DeclaredInstance {
  readonly id: InstanceId;
  /** Says whether two declarations are the same. */
  readonly digest: string;
  /** The JSON text of the `InstanceDeclaration` without its times and digest. */
  readonly timeless: string;
  /** Absent: the moment it is first seen. */
  readonly launchTimeMs?: number;
  readonly profileArn?: string;
}

/** The instances of a configuration, in its order. */
export function* declaredInstances(configuration: Configuration): Generator<DeclaredInstance> {
  const declarations = declareInstances(configuration, () => ({ launchTimeMs: 0, revisedAtMs: 0 }));
  for (const [index, declaration] of declarations.entries()) {
    yield declaredInstance(declaration, configuration.instances[index]?.launchTimeMs);
  }
}

function declaredInstance(declaration: InstanceDeclaration, launchTimeMs: number | undefined): DeclaredInstance {
  const { launchTimeMs: _, revisedAtMs: __, ...rest } = declaration;
  const timeless = JSON.stringify(rest);
  const profileArn = declaration.instanceProfile?.arn;
  return {
    id: declaration.id,
    digest: createHash('sha256').update(`${launchTimeMs} ${timeless}`).digest('base64url').slice(0, 22),
    timeless,
    ...(launchTimeMs === undefined ? {} : { launchTimeMs }),
    ...(profileArn === undefined ? {} : { profileArn }),
  };
}

/** When a declared instance was launched, last revised, and its credentials began to rotate. */
export type InstanceTimes = Pick<InstanceDeclaration, 'launchTimeMs' | 'revisedAtMs' | 'credentialsSinceMs'>;

/** The JSON text of the whole `InstanceDeclaration`. */
export function instanceDocument({ timeless, digest }: DeclaredInstance, times: InstanceTimes): string {
  return `${timeless.slice(0, -1)},${JSON.stringify({ ...times, declaredDigest: digest }).slice(1)}`;
}
