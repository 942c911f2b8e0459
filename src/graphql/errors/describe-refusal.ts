import { Kind, TokenKind, type GraphQLError, type GraphQLFormattedError, type Token } from 'graphql';
import type { FieldFault } from '../../platform/errors/app-error';

/**
 * GraphQL's own refusals, without the client's input. Names from the schema stay, because they help. Literals, values of
 * variables and unknown tokens are removed.
 */
export function describeRefusal(formatted: GraphQLFormattedError, error: GraphQLError): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  if (code === 'GRAPHQL_PARSE_FAILED') {
    return { message: withoutTokens(formatted.message), extensions: { code } };
  }
  const fault = faultOf(formatted.message, error);
  if (!fault) return { message: withoutValues(formatted.message), extensions: { code } };
  return {
    message: fault.path ? `Invalid value at ${fault.path}: ${fault.message}.` : `Invalid value: ${fault.message}.`,
    extensions: {
      code: code === 'GRAPHQL_VALIDATION_FAILED' ? code : 'BAD_USER_INPUT',
      ...(fault.path && { fields: [fault] }),
    },
  };
}

/** `Syntax Error: Unexpected Name "x"` without the x, and `Invalid Unicode escape sequence: "\u…"` without the rest. */
const withoutTokens = (message: string) =>
  message
    .replace(/(Name|String|Int|Float|BlockString) ".*"/s, '$1')
    .replace(/(sequence|character|within String|after 0|but got): .*$/s, '$1.');

/** Removes `found …` and quoted values. Quoted names of the schema and of variables stay. */
function withoutValues(message: string): string {
  return message
    .replace(/^Unknown operation named .*$/s, 'Unknown operation.')
    .replace(/^GraphQL introspection is not allowed .*$/s, 'Introspection is not allowed.')
    .replace(/,? found .*$/s, '.')
    .replace(/(invalid value|non-\w+ value:?|represent value:?) .*$/s, '$1');
}

/** Which field could not be read, and why. Null for refusals that are not about a value. */
function faultOf(message: string, error: GraphQLError): FieldFault | null {
  const variable = /^Variable "\$(\w+)" got invalid value/.exec(message);
  if (variable) return { path: variablePath(variable[1] ?? '', message), message: reasonOf(message) };
  const missing = /^Variable "\$(\w+)" of required type "(.+?)" was not provided/.exec(message);
  if (missing) return { path: missing[1] ?? '', message: `is required, of type ${missing[2]}` };
  const nulled = /^Variable "\$(\w+)" of non-null type "(.+?)" must not be null/.exec(message);
  if (nulled) return { path: nulled[1] ?? '', message: `must not be null, of type ${nulled[2]}` };
  if (isAboutLiteral(message)) return { path: literalPath(error, message), message: reasonOf(message) };
  return null;
}

const LITERAL =
  /^(Field "\w+\.(\w+)" of required type|Expected value of type|\w+ cannot represent|Value .* does not exist|Field "\w+" is not defined by type|\w+ must be)/s;

const isAboutLiteral = (message: string) => LITERAL.test(message);

/** The reason alone, with types but without values. */
function reasonOf(message: string): string {
  const required = /Field "(?:\w+\.)?\w+" of required type "(.+?)" was not provided/.exec(message);
  if (required) return `is required, of type ${required[1]}`;
  const unknown = /Field ".*?" is not defined by type "(\w+)"/s.exec(message);
  if (unknown) return `is not a field of ${unknown[1]}`;
  const nonNull = /Expected non-nullable type "(.+?)" not to be null/.exec(message);
  if (nonNull) return `must not be null, of type ${nonNull[1]}`;
  const type = /Expected type "(.+?)"|Expected value of type "(.+?)"|(\w+) cannot represent|in "(\w+)" enum/.exec(
    message,
  );
  const name = type?.[1] ?? type?.[2] ?? type?.[3] ?? type?.[4];
  return name ? `is not a valid ${name}` : 'is not valid';
}

/** `at "input.email"` names the position. A missing field is one level below it. Unknown fields are client text. */
function variablePath(variable: string, message: string): string {
  const at = / at "\w+([\w.[\]]*)"; /.exec(message)?.[1] ?? '';
  const field = fieldBelow(message);
  return variable + at.replace(/\[(\d+)\]/g, '.$1') + (field ? `.${field}` : '');
}

const fieldBelow = (message: string): string | undefined =>
  /Field "(?:\w+\.)?(\w+)" of required type/.exec(message)?.[1];

/** The path of arguments and fields of a literal, read backwards from its first token to the opening parenthesis. */
function literalPath(error: GraphQLError, message: string): string {
  const node = error.nodes?.[0];
  const names = [fieldBelow(message)];
  let token = node?.kind === Kind.OBJECT_FIELD ? opener(node.loc?.startToken) : node?.loc?.startToken;
  while (token && token.kind !== TokenKind.PAREN_L) {
    if (token.prev?.kind === TokenKind.COLON) names.unshift(token.prev.prev?.value);
    token = opener(token);
  }
  return names.filter(Boolean).join('.');
}

const OPENING: readonly TokenKind[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSING: readonly TokenKind[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** The bracket that encloses a token. */
function opener(token: Token | undefined): Token | null {
  let closed = 0;
  for (let at = token?.prev ?? null; at; at = at.prev) {
    if (CLOSING.includes(at.kind)) closed += 1;
    else if (OPENING.includes(at.kind) && closed-- === 0) return at;
  }
  return null;
}
