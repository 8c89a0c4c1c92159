import type { PolicyKind, PrincipalEntry, PrincipalType } from './document.ts';
import { asList, isJsonObject } from './json-shape.ts';
import { REFUSALS } from './malformed-policy.ts';
import type { Faults } from './malformed-policy.ts';

/** What each type of principal looks like (IAM User Guide, "Principal"): never with a wildcard in a name. */
const FORMS = {
  AWS: [
    /^\*$/,
    /^\d{12}$/,
    /^arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:user|role)\/[^*?]+)$/,
    /^arn:aws[a-z-]*:sts::\d{12}:(?:assumed-role\/[^*?/]+|federated-user)\/[^*?/]+$/,
    // What IAM shows in place of a user or role that has been deleted.
    /^A(?:IDA|ROA)[A-Z0-9]{12,124}$/,
  ],
  Service: [/^\*$/, /^[a-z0-9][a-z0-9.-]*\.[a-z]+$/],
  Federated: [/^arn:aws[a-z-]*:iam::\d{12}:(?:saml|oidc)-provider\/[^*?]+$/, /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/],
  CanonicalUser: [/^[0-9a-f]{64}$/],
} satisfies Record<PrincipalType, readonly RegExp[]>;

/** Reads `"*"` or a map from type to one or several principals. */
export function parsePrincipals(
  element: unknown,
  kind: PolicyKind,
  path: string,
  faults: Faults,
): readonly PrincipalEntry[] {
  if (element === '*') return [{ type: 'AWS', value: '*' }];
  if (!isJsonObject(element) || Object.keys(element).length === 0) {
    faults.report(path, REFUSALS.syntax, 'A principal is "*" or an object such as {"AWS": "…"}');
    return [];
  }
  return Object.entries(element).flatMap(([type, value]) => {
    if (isPrincipalType(type, kind)) return parseOfType(type, value, `${path}.${type}`, faults);
    faults.report(`${path}.${type}`, `Invalid principal in policy: "${type}"`, 'Use AWS, Service or Federated');
    return [];
  });
}

function isPrincipalType(type: string, kind: PolicyKind): type is PrincipalType {
  return Object.hasOwn(FORMS, type) && (type !== 'CanonicalUser' || kind === 'resource');
}

function parseOfType(type: PrincipalType, element: unknown, path: string, faults: Faults): readonly PrincipalEntry[] {
  const values = asList(element);
  if (values.length === 0) faults.report(path, REFUSALS.syntax, 'The list of principals is empty');
  return values.flatMap((value) => {
    if (typeof value === 'string' && FORMS[type].some((form) => form.test(value))) return [{ type, value }];
    const shown = typeof value === 'string' ? `"${type}":"${value}"` : `"${type}"`;
    faults.report(path, `Invalid principal in policy: ${shown}`, `Not the form of a principal of type ${type}`);
    return [];
  });
}
