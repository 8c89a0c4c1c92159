import { err, ok } from '#base';
import type { Result } from '#base';
import type { PolicyDocument, PolicyKind, PolicyVersion, Statement } from './document.ts';
import { duplicateKey } from './duplicate-key.ts';
import { isJsonObject } from './json-shape.ts';
import type { JsonObject } from './json-shape.ts';
import { Faults, REFUSALS } from './malformed-policy.ts';
import type { MalformedPolicy } from './malformed-policy.ts';
import { parseStatement } from './parse-statement.ts';
import { LONGEST_DOCUMENT_CHARACTERS, policySize } from './policy-size.ts';

/** What one API asks of a document beyond its grammar. */
export interface DocumentDemands {
  /** The quota that applies, see `POLICY_SIZE_LIMITS`; without it only the limit of the APIs holds. */
  readonly maxCharacters?: number;
  /** Set for managed policies, which IAM takes in the current version only. */
  readonly minimumVersion?: '2012-10-17';
}

const DOCUMENT_ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/**
 * Reads a policy, given as JSON text or as the value it stands for, by the grammar of its kind (IAM User Guide, "Grammar
 * of the IAM JSON policy language"). Never throws, whatever it is given. Stricter than IAM in one point: a condition value
 * that its operator can never compare, such as `NumericLessThan` with a word, is refused instead of never matching.
 */
export function parsePolicyDocument(
  json: unknown,
  kind: PolicyKind,
  demands: DocumentDemands = {},
): Result<PolicyDocument, MalformedPolicy> {
  const text = textOf(json);
  if (text === undefined) return malformed(REFUSALS.json, 'The document is not a JSON value');
  const oversize = sizeFault(text, demands.maxCharacters);
  if (oversize !== undefined) return err(oversize);
  const value = typeof json === 'string' ? parsed(text) : json;
  if (value === undefined) return malformed(REFUSALS.json, 'The document is not well-formed JSON');
  if (!isJsonObject(value)) return malformed(REFUSALS.syntax, 'The document must be a JSON object');
  const twice = duplicateKey(text);
  if (twice !== undefined) return malformed(REFUSALS.syntax, `The key "${twice}" stands twice in one object`);
  const faults = new Faults();
  const document = parseElements(value, kind, demands, faults);
  const fault = faults.first();
  return fault === undefined ? ok(document) : err(fault);
}

function textOf(json: unknown): string | undefined {
  if (typeof json === 'string') return json;
  try {
    return JSON.stringify(json);
  } catch {
    // Cycles and big integers have no JSON; that is a fault of the document, not of the program.
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(message: string, detail: string): Result<never, MalformedPolicy> {
  return err({ code: 'MalformedPolicyDocument', path: '', message, detail });
}

function sizeFault(text: string, maxCharacters = LONGEST_DOCUMENT_CHARACTERS): MalformedPolicy | undefined {
  const tooLong = text.length > LONGEST_DOCUMENT_CHARACTERS;
  const limit = tooLong ? LONGEST_DOCUMENT_CHARACTERS : maxCharacters;
  const size = tooLong ? text.length : policySize(text);
  if (size <= limit) return undefined;
  const detail = `The document has ${size} characters, ${size - limit} more than allowed`;
  return { code: 'LimitExceeded', path: '', message: `Cannot exceed quota for PolicySize: ${limit}`, detail };
}

function parseElements(value: JsonObject, kind: PolicyKind, demands: DocumentDemands, faults: Faults): PolicyDocument {
  for (const element of Object.keys(value)) {
    if (!DOCUMENT_ELEMENTS.has(element)) faults.report(element, REFUSALS.syntax, `Unknown element "${element}"`);
  }
  return {
    version: parseVersion(value['Version'], demands, faults),
    id: parseId(value['Id'], faults),
    statements: parseStatements(value['Statement'], kind, faults),
  };
}

function parseVersion(version: unknown, demands: DocumentDemands, faults: Faults): PolicyVersion {
  if (version !== undefined && version !== '2008-10-17' && version !== '2012-10-17') {
    faults.report('Version', REFUSALS.syntax, 'Version must be "2012-10-17" or "2008-10-17"');
  } else if (demands.minimumVersion !== undefined && version !== demands.minimumVersion) {
    faults.report('Version', REFUSALS.version, 'Version must be "2012-10-17"');
  }
  return version === '2012-10-17' ? version : '2008-10-17';
}

function parseId(id: unknown, faults: Faults): string | undefined {
  if (id === undefined || typeof id === 'string') return id;
  faults.report('Id', REFUSALS.syntax, 'Id must be a string');
  return undefined;
}

function parseStatements(element: unknown, kind: PolicyKind, faults: Faults): readonly Statement[] {
  const list: readonly unknown[] = Array.isArray(element) ? element : element === undefined ? [] : [element];
  if (list.length === 0) faults.report('Statement', REFUSALS.syntax, 'Statement must hold at least one statement');
  const seen = new Set<string>();
  return list.map((value, index) => {
    const path = Array.isArray(element) ? `Statement[${index}]` : 'Statement';
    const statement = parseStatement(value, kind, path, faults);
    const { sid } = statement;
    if (sid !== undefined && sid !== '') {
      if (seen.has(sid)) faults.report(`${path}.Sid`, REFUSALS.sidUnique, `The Sid "${sid}" stands twice`);
      seen.add(sid);
    }
    return statement;
  });
}
