/** Whether a policy document allows every action on every resource without a condition: what an administrator has. */
export function grantsEverything(policyText: string): boolean {
  const document = parsed(policyText);
  return isObject(document) && listed(document['Statement']).some(isSweeping);
}

function isSweeping(statement: unknown): boolean {
  if (!isObject(statement) || statement['Effect'] !== 'Allow' || statement['Condition'] !== undefined) return false;
  const isAll = (pattern: unknown): boolean => typeof pattern === 'string' && /^\*+(?::\*+)?$/.test(pattern);
  return listed(statement['Action']).some(isAll) && listed(statement['Resource']).some(isAll);
}

function listed(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
