import type { Inventory } from '#aws-api';
import type { InstanceDeclaration, InstanceSelector } from '#model';
import { selects } from '#schedule';

/** The instances of an account that a selector means, in the order of their making. */
export function matching(
  inventory: Inventory,
  accountId: string,
  selector: InstanceSelector,
): readonly InstanceDeclaration[] {
  const candidates =
    selector.kind === 'instances'
      ? selector.instanceIds.flatMap((id) => inventory.get('instance', id) ?? [])
      : inventory.all('instance').map(({ entity }) => entity);
  return candidates.filter((instance) => instance.accountId === accountId && selects(selector, instance));
}
