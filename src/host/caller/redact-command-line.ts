/** Characters of a redacted command line. */
export const COMMAND_LINE_CHARACTERS = 1024;

const HIDDEN = '***';
/** What a secret's name ends with: of an option, a variable, a query field. */
const SECRET_NAME =
  /(?:password|passwd|passphrase|secret|token|authorization|credentials?|connection[-_]?string|(?:^|[-_.])(?:pass|auth|bearer|signature|sig|cookie|(?:api|access|secret|private|session|account|storage|encryption|auth)[-_]?key|key[-_]?secret)|[-_.]pwd)s?$/i;
const CAMEL_NAME = /(?:Api|Access|Private|Secret|Account)Key$/;
const HEADER =
  /\b((?:proxy-)?authorization|(?:set-)?cookie|[a-z0-9-]*(?:token|secret|api-?key|auth|password)[a-z0-9-]*)(\s*:\s*)([^'"\r\n]+)/gi;
const USER_INFO = /(\b[a-z][a-z0-9+.-]*:\/\/)([^\s/@:]*):[^\s/@]*@/gi;
const PRIVATE_KEY = /-----BEGIN[^-]*-----[\s\S]*?(?:-----END[^-]*-----|$)/g;
/** Runs that may be keys: of one that has a slash only as AWS's secret keys have it. */
const RUN = /[A-Za-z0-9_+=~-]{20,}|[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/g;
const KNOWN_TOKEN =
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|sk_live_|rk_live_|npm_|pypi-|hf_|AIza|ya29\.|eyJ)[A-Za-z0-9_.-]{6,}/g;
const MYSQL = /(?:^|\/)(?:mysql|mariadb|mysqldump|mysqladmin|sshpass)[a-z-]*$/;
const PORTS_OR_PATH = /^(?:\d{1,5}(?:[:/-]\d{1,5})*|[./].*)?$/;
/** Words and numbers with hyphens between, as names of fields and files are. */
const WORDS = /^=*(?:[A-Z]?[a-z]*\d{0,4}|[A-Z]+\d{0,4})(?:[-_=~+](?:[A-Z]?[a-z]*\d{0,4}|[A-Z]+\d{0,4}|\d+))*$/;
const SMALL_NUMBER = /^\d{1,5}$/;

/**
 * A command line as text, with what looks like a secret replaced: values of options, variables, header fields and query
 * fields named as secrets are, user information in URLs, keys by their form, and runs as irregular as keys are. It errs on
 * the side of hiding. At most 1,024 characters; control characters are blanks.
 */
export function redactCommandLine(words: readonly string[]): string {
  const mysql = MYSQL.test(words[0] ?? '');
  const redacted: string[] = [];
  let hideNext: 'value' | 'password' | 'user' | undefined;
  for (const word of words) {
    redacted.push(hideNext === undefined ? redactWord(word, mysql) : hide(word, hideNext));
    hideNext = hideNext !== undefined && !word.startsWith('-') ? undefined : announces(word);
  }
  // What a slice may cut in two has been redacted before.
  return redacted
    .join(' ')
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, COMMAND_LINE_CHARACTERS);
}

function announces(word: string): 'value' | 'password' | 'user' | undefined {
  if (word === '-p') return 'password';
  if (/^(?:-u|-U|--user|--proxy-user)$/.test(word)) return 'user';
  return word.startsWith('-') && isSecretName(word) ? 'value' : undefined;
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || CAMEL_NAME.test(name);
}

function hide(word: string, what: 'value' | 'password' | 'user'): string {
  if (word.startsWith('-')) return redactWord(word, false);
  if (what === 'user')
    return word.includes(':') ? `${word.slice(0, word.indexOf(':'))}:${HIDDEN}` : redactWord(word, false);
  return what === 'password' && PORTS_OR_PATH.test(word) ? redactWord(word, false) : HIDDEN;
}

function redactWord(word: string, mysql: boolean): string {
  if (mysql && /^-p./.test(word)) return `-p${HIDDEN}`;
  // A script handed to a shell is a command line within one word.
  if (/\s/.test(word)) return redactScript(word);
  return redactForms(redactAssignment(redactFields(word)));
}

function redactScript(script: string): string {
  let hideNext: ReturnType<typeof announces>;
  const parts = redactAssignment(redactFields(script)).split(/(\s+|["'])/);
  const redacted = parts.map((part) => {
    if (/^(?:\s*|["'])$/.test(part)) return part;
    const shown = hideNext === undefined ? part : hide(part, hideNext);
    hideNext = announces(part);
    return shown;
  });
  return redactForms(redacted.join(''));
}

/** Header fields and user information: in words as in scripts. */
function redactFields(text: string): string {
  return text
    .replaceAll(PRIVATE_KEY, HIDDEN)
    .replaceAll(HEADER, (whole, name: string, colon: string, value: string) =>
      SMALL_NUMBER.test(value) || value.startsWith('//') ? whole : `${name}${colon}${HIDDEN}`,
    )
    .replaceAll(USER_INFO, `$1$2:${HIDDEN}@`);
}

/** `name=value`, alone, as an option, or between `?`, `&`, `;` and `,`. */
function redactAssignment(word: string): string {
  return word.replaceAll(
    /([A-Za-z0-9_.-]+)(=|%3D)("[^"]*"|'[^']*'|[^&;,\s]+)/g,
    (whole, name: string, equals: string) => (isSecretName(name) ? `${name}${equals}${HIDDEN}` : whole),
  );
}

function redactForms(text: string): string {
  return text.replaceAll(KNOWN_TOKEN, HIDDEN).replaceAll(RUN, (run) => (isIrregular(run) ? HIDDEN : run));
}

/** As keys are: 32 hexadecimal digits or more, or letters of both cases and digits with hardly one like another. */
function isIrregular(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run)) return true;
  if (WORDS.test(run)) return false;
  const bare = run.replaceAll(/[-_=]/g, '');
  if (!/\d/.test(bare) || !/[a-z]/.test(bare) || !/[A-Z]/.test(bare)) return false;
  return entropy(bare) >= 3.5;
}

/** Bits a character (Shannon). */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
