interface Ordered {
  readonly startAfter?: readonly string[] | undefined;
}

/** Names of actions, each after those it starts after; undefined if they go in a circle. */
export function startOrder(actions: Readonly<Record<string, Ordered>>): readonly string[] | undefined {
  const order: string[] = [];
  let left = Object.keys(actions);
  while (left.length > 0) {
    const ready = left.filter((name) => (actions[name]?.startAfter ?? []).every((before) => order.includes(before)));
    if (ready.length === 0) return undefined;
    order.push(...ready);
    left = left.filter((name) => !ready.includes(name));
  }
  return order;
}
