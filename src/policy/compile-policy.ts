import { parseArnPattern } from './arn-pattern.ts';
import type { ArnPattern } from './arn-pattern.ts';
import { compileCondition } from './condition.ts';
import type { Condition } from './condition.ts';
import type { PatternElement, PolicyDocument, Statement } from './document.ts';
import { glob, globCodes } from './glob.ts';
import type { Glob } from './glob.ts';

/** What a policy is called. */
export interface PolicyName {
  readonly name: string;
  /** Absent for inline policies. */
  readonly arn?: string;
}

/** A policy ready for evaluation. Compile once, decide often. */
export interface CompiledPolicy extends PolicyName {
  readonly denies: readonly CompiledStatement[];
  readonly allows: readonly CompiledStatement[];
}

/** A statement ready for evaluation. */
export interface CompiledStatement {
  /** Position in the document, from 0. */
  readonly index: number;
  readonly written: Statement;
  readonly actions: readonly Glob[];
  /** Undefined when the statement holds for whatever resource the policy belongs to. */
  readonly resources: readonly ResourcePattern[] | undefined;
  readonly conditions: readonly Condition[];
}

/** `*` also matches what is no ARN: the resource `*` of actions that work on none in particular. */
export type ResourcePattern = 'everything' | ArnPattern;

/** Readies a parsed document for evaluation under the name that decisions will give. */
export function compilePolicy(document: PolicyDocument, name: PolicyName): CompiledPolicy {
  const variables = document.version === '2012-10-17';
  const statements = document.statements.map((statement, index) => compileStatement(statement, index, variables));
  return {
    ...name,
    denies: statements.filter(({ written }) => written.effect === 'Deny'),
    allows: statements.filter(({ written }) => written.effect === 'Allow'),
  };
}

function compileStatement(written: Statement, index: number, variables: boolean): CompiledStatement {
  return {
    index,
    written,
    actions: written.action.patterns.map((pattern) => glob(globCodes(pattern.toLowerCase(), true))),
    resources: written.resource === undefined ? undefined : compileResources(written.resource, variables),
    conditions: written.conditions.map((clause) => compileCondition(clause, variables)),
  };
}

function compileResources(element: PatternElement, variables: boolean): readonly ResourcePattern[] {
  return element.patterns.map((pattern) => (pattern === '*' ? 'everything' : parseArnPattern(pattern, variables)));
}
