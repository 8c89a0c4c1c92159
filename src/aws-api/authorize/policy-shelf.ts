import { compilePolicy, parsePolicyDocument } from '#policy';
import type { CompiledPolicy, PolicyDocument, PolicyKind, PolicyName } from '#policy';

const POLICIES_MAX = 2000;

/**
 * Compiled policies by their text, so that none is compiled for every call. A kept text that is no policy, as a
 * configuration may have one, denies everything: what it would have denied nobody knows.
 */
export class PolicyShelf {
  readonly #compiled = new Map<string, CompiledPolicy>();

  /** The policy of this text, under the name that decisions will give. */
  compiled(text: string, kind: PolicyKind, name: PolicyName): CompiledPolicy {
    const key = JSON.stringify([kind, name.name, name.arn, text]);
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const parsed = parsePolicyDocument(text, kind);
    const policy = compilePolicy(parsed.ok ? parsed.value : DENY_EVERYTHING, name);
    if (this.#compiled.size >= POLICIES_MAX) this.#compiled.clear();
    this.#compiled.set(key, policy);
    return policy;
  }
}

const DENY_EVERYTHING: PolicyDocument = {
  version: '2012-10-17',
  id: undefined,
  statements: [
    {
      sid: 'UnreadablePolicy',
      effect: 'Deny',
      principal: undefined,
      action: { negated: false, patterns: ['*'] },
      resource: { negated: false, patterns: ['*'] },
      conditions: [],
    },
  ],
};
