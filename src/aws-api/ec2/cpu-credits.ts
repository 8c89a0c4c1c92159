import { completeInstance } from '#model';
import type { InstanceDeclaration } from '#model';
import { instanceTypeEntry } from './instance-type-table.ts';

/** Whether an instance is of a type that earns CPU credits. */
export function isBurstable(instance: InstanceDeclaration): boolean {
  return instanceTypeEntry(typeOf(instance))?.traits.has('burstable') === true;
}

/** EC2 User Guide, "Configure burstable performance instances": T2 is launched as standard, what came after as unlimited. */
export function cpuCreditsOf(instance: InstanceDeclaration): 'standard' | 'unlimited' {
  const ofFamily = typeOf(instance).startsWith('t2.') ? 'standard' : 'unlimited';
  return instance.controls?.cpuCredits ?? ofFamily;
}

/** The type of an instance, of which most say nothing else. */
export function typeOf(instance: InstanceDeclaration): string {
  return instance.instanceType ?? completeInstance(instance).instanceType;
}
