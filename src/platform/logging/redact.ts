/*
 * Threats this file answers: a log that reveals secrets. No log call contains a secret, but the text of an error may: a
 * statement with its values, a URL with its password, a header. So every written line is searched for values that look like
 * a secret, or whose name is that of a secret.
 */

const GONE = '[redacted]';

/** Names of secrets contain one of these: `newPassword`, `set-cookie`, `X-Device-Token`. */
const NAMED = String.raw`(?:passw(?:or)?d|secret|token|cookie|authorization|api[_-]?key|invite[_-]?code)\w{0,20}`;

/** A quotation mark within a JSON string. After an even number of backslashes it would end the string. */
const QUOTE = String.raw`(?:\\\\)*\\["']`;

/** A JSON string. */
const STRING = String.raw`"(?:[^"\\]|\\.)*"`;

/**
 * No pattern crosses the end of a string, so that client input cannot hide its neighbors. No pattern looks far ahead,
 * because the line may be long.
 */
const SEARCHES: readonly [pattern: RegExp, replacement: string][] = [
  // A signed token, and the beginning of one.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g, GONE],
  [/\b(Bearer|Basic)\s+(?!\[)[^\s"'\\,;]+/gi, `$1 ${GONE}`],
  // A hash of argon2, bcrypt or scrypt.
  [/\$(?:argon2\w*|2[abxy]|scrypt)\$[\w$=,+/.-]+/g, GONE],
  // The password of an address: redis://user:password@host.
  [/(\w:\/\/[^\s:@/"'\\]*):[^\s@/"'\\]+@/g, `$1:${GONE}@`],
  // "password":"…" and "cookie":["…"] of the line itself.
  [new RegExp(String.raw`("[\w-]*${NAMED}":)(?:${STRING}|\[(?:${STRING}|[^\]"]){0,50}\])`, 'gi'), `$1"${GONE}"`],
  // The same in a text within the line: \"password\":\"…\", password: \"…\", password: '…'; without an end, all that follows.
  [
    new RegExp(
      String.raw`(${NAMED}(?:${QUOTE})?\s*[:=]\s*)(${QUOTE}|')(?:(?:[^"\\]|\\.){0,2000}?(?<!\\)\2|(?:[^"\\]|\\.)*)`,
      'gi',
    ),
    `$1$2${GONE}$2`,
  ],
  // password=…, as in a form, and headers as they are sent.
  [new RegExp(String.raw`(${NAMED}=)[^\s"'\\&,;)\]}]+`, 'gi'), `$1${GONE}`],
  [/\b(cookie|authorization|token):(?!\s*\[)[^"'\\]+/gi, `$1: ${GONE}`],
];

/** @param line as it would be written. @returns it without secrets; JSON stays JSON */
export const redact = (line: string): string =>
  SEARCHES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
