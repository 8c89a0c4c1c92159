import type { Node, Structure } from '#protocol/aws';

/** What CloudTrail writes in the place of a secret. */
const MASK = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Members that AWS's schemas forget to call sensitive. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set(['SessionToken', 'UserData']);

type Values = Readonly<Record<string, unknown>>;

/** A copy of an input or output that holds no secret, by its schema. */
export function masked(structure: Structure, values: Values): Values {
  const members = structure.members.flatMap(({ name, node, sensitive }) => {
    const value = values[name];
    if (value === undefined) return [];
    return [[name, sensitive || isSecret(name, values) ? MASK : maskedValue(node, value)] as const];
  });
  return Object.fromEntries(members);
}

/** User data has two ways into ModifyInstanceAttribute: by its own member, and as the value of an attribute that is named. */
function isSecret(name: string, { Attribute }: Values): boolean {
  return SECRET_MEMBERS.has(name) || (name === 'Value' && Attribute === 'userData');
}

function maskedValue(node: Node, value: unknown): unknown {
  switch (node.kind) {
    case 'leaf':
      return value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => maskedValue(node.item, item)) : value;
    case 'table':
      return isValues(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskedValue(node.value, item)]))
        : value;
    case 'structure':
      return isValues(value) ? masked(node, value) : value;
  }
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}
