import { inRange, parseAddress, parseAddressRange } from '#model';
import { matchesArn, parseArnPattern, splitArn } from './arn-pattern.ts';
import { matchesGlob } from './glob.ts';
import { parseInstant } from './instant.ts';
import { fillTemplate, parseTemplate } from './template.ts';
import type { VariableLookup } from './template.ts';

/** Whether one value of the request's context satisfies one value of the policy. */
export type ValueTest = (actual: string, lookup: VariableLookup) => boolean;

/** What is known of an operator without its set operator and `IfExists`. */
interface ConditionOperator {
  /** True for the operators with `Not` in their names, which hold when none of the policy's values is matched. */
  readonly negated: boolean;
  /** `Null` asks whether there is a value at all, every other one what it is. */
  readonly asks: 'presence' | 'value';
  /** Reads a value of the policy; undefined when it is not of the operator's type. */
  readonly compile: (text: string, variables: boolean) => ValueTest | undefined;
}

/** `ForAllValues:` and `ForAnyValue:`; `plain` for neither. */
export type SetOperator = 'plain' | 'all' | 'any';

/** An operator as written in a policy. */
export interface WrittenOperator {
  readonly operator: ConditionOperator;
  readonly set: SetOperator;
  readonly ifExists: boolean;
}

type Compile = ConditionOperator['compile'];
const positive = (compile: Compile): ConditionOperator => ({ negated: false, asks: 'value', compile });
const negated = (compile: Compile): ConditionOperator => ({ negated: true, asks: 'value', compile });

const exactly = stringTest({ wildcards: false, ignoreCase: false });
const ignoringCase = stringTest({ wildcards: false, ignoreCase: true });
const like = stringTest({ wildcards: true, ignoreCase: false });

/** Every operator (IAM User Guide, "Condition operators"). Policy variables count in those on strings, ARNs and Bool. */
const OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map(
  Object.entries({
    StringEquals: positive(exactly),
    StringNotEquals: negated(exactly),
    StringEqualsIgnoreCase: positive(ignoringCase),
    StringNotEqualsIgnoreCase: negated(ignoringCase),
    StringLike: positive(like),
    StringNotLike: negated(like),
    NumericEquals: positive(ordered(parseDecimal, (actual, limit) => actual === limit)),
    NumericNotEquals: negated(ordered(parseDecimal, (actual, limit) => actual === limit)),
    NumericLessThan: positive(ordered(parseDecimal, (actual, limit) => actual < limit)),
    NumericLessThanEquals: positive(ordered(parseDecimal, (actual, limit) => actual <= limit)),
    NumericGreaterThan: positive(ordered(parseDecimal, (actual, limit) => actual > limit)),
    NumericGreaterThanEquals: positive(ordered(parseDecimal, (actual, limit) => actual >= limit)),
    DateEquals: positive(ordered(parseInstant, (actual, limit) => actual === limit)),
    DateNotEquals: negated(ordered(parseInstant, (actual, limit) => actual === limit)),
    DateLessThan: positive(ordered(parseInstant, (actual, limit) => actual < limit)),
    DateLessThanEquals: positive(ordered(parseInstant, (actual, limit) => actual <= limit)),
    DateGreaterThan: positive(ordered(parseInstant, (actual, limit) => actual > limit)),
    DateGreaterThanEquals: positive(ordered(parseInstant, (actual, limit) => actual >= limit)),
    Bool: positive(boolTest),
    BinaryEquals: positive(binaryTest),
    IpAddress: positive(addressTest),
    NotIpAddress: negated(addressTest),
    ArnEquals: positive(arnTest),
    ArnLike: positive(arnTest),
    ArnNotEquals: negated(arnTest),
    ArnNotLike: negated(arnTest),
    Null: { negated: false, asks: 'presence', compile: nullTest },
  }),
);

/** Takes a written operator apart; undefined when there is no such operator. `Null` has no variants. */
export function findOperator(written: string): WrittenOperator | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(written);
  const operator = OPERATORS.get(match?.[2] ?? '');
  if (match === null || operator === undefined) return undefined;
  if (operator.asks === 'presence' && written !== 'Null') return undefined;
  const set = match[1] === undefined ? 'plain' : match[1] === 'ForAllValues' ? 'all' : 'any';
  return { operator, set, ifExists: match[3] !== undefined };
}

function stringTest(how: { readonly wildcards: boolean; readonly ignoreCase: boolean }): Compile {
  return (text, variables) => {
    const folded = (value: string): string => (how.ignoreCase ? value.toLowerCase() : value);
    const template = parseTemplate(folded(text), { wildcards: how.wildcards, variables });
    return (actual, lookup) => {
      const foldedLookup: VariableLookup = how.ignoreCase ? (key) => lookup(key)?.toLowerCase() : lookup;
      const pattern = fillTemplate(template, foldedLookup);
      return pattern !== undefined && matchesGlob(pattern, folded(actual));
    };
  };
}

function ordered(
  parse: (text: string) => number | undefined,
  holds: (actual: number, limit: number) => boolean,
): Compile {
  return (text) => {
    const limit = parse(text);
    if (limit === undefined) return undefined;
    return (actual) => {
      const value = parse(actual);
      return value !== undefined && holds(value, limit);
    };
  };
}

function parseDecimal(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : undefined;
}

function boolTest(text: string, variables: boolean): ValueTest | undefined {
  const isVariable = variables && text.includes('${');
  return isVariable || /^(?:true|false)$/i.test(text) ? ignoringCase(text, variables) : undefined;
}

/** A context holds binary values in base 64, as policies do. */
function binaryTest(text: string): ValueTest | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const unpadded = text.replace(/=+$/, '');
  return (actual) => actual.replace(/=+$/, '') === unpadded;
}

function addressTest(text: string): ValueTest | undefined {
  const range = parseAddressRange(text);
  if (range === undefined) return undefined;
  return (actual) => {
    const address = parseAddress(actual);
    return address !== undefined && inRange(range, address);
  };
}

function arnTest(text: string, variables: boolean): ValueTest {
  const pattern = parseArnPattern(text, variables);
  return (actual, lookup) => {
    const parts = splitArn(actual);
    return parts !== undefined && matchesArn(pattern, parts, lookup);
  };
}

/** Compared with `true` for a key that has no value and `false` for one that has. */
function nullTest(text: string): ValueTest | undefined {
  const isAbsent = text.toLowerCase();
  return isAbsent === 'true' || isAbsent === 'false' ? (actual) => actual === isAbsent : undefined;
}
