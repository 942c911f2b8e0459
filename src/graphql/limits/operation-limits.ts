import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { OperationLimits } from '../../config/config';

/*
 * Threats this file answers: documents that are cheap to send and expensive to parse, validate or run. 10,000 aliases cost
 * 0.2 s of one core (measured). 5,000 levels of fields, values or types overflow the stack. Repeated fields make validation
 * quadratic. This file only reads tokens, without recursion, up to the first limit. query-cost.ts bounds what fragments and
 * lists add.
 */

/** @returns the exceeded limit, or null. Text that is not GraphQL is left to the parser, which has its own error. */
export function findExcess(query: string, limits: OperationLimits): GraphQLError | null {
  if (query.length > limits.characters) return excess(`more than ${limits.characters} characters`);
  const tally = new Tally(limits);
  const lexer = new Lexer(new Source(query));
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      const fault = tally.add(token.kind, token.value, () => lexer.lookahead().kind);
      if (fault) return excess(fault);
    }
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
  return null;
}

export const excess = (fault: string) =>
  new GraphQLError(`The document has ${fault}.`, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });

interface SelectionSet {
  /** How often each name is used in it. */
  names: Map<string, number>;
  isInline: boolean;
}

class Tally {
  private tokens = 0;
  private aliases = 0;
  private directives = 0;
  /** Inside parentheses, braces are values and colons are arguments. */
  private parentheses = 0;
  /** Open brackets of values and types, and open braces of values. */
  private nested = 0;
  private readonly open: SelectionSet[] = [];
  /** How many of the open ones are inline fragments, which add no level but have the same limit. */
  private inline = 0;
  /** After `...`, until the kind of spread is known. */
  private spreading = false;
  private previous: TokenKind | null = null;

  constructor(private readonly limits: OperationLimits) {}

  add(kind: TokenKind, value: string, next: () => TokenKind): string | null {
    const { limits } = this;
    const previous = this.previous;
    this.previous = kind;
    if (++this.tokens > limits.tokens) return `more than ${limits.tokens} tokens`;
    if (kind === TokenKind.PAREN_L) this.parentheses += 1;
    if (kind === TokenKind.PAREN_R) this.parentheses -= 1;
    if (kind === TokenKind.AT && ++this.directives > limits.directives)
      return `more than ${limits.directives} directives`;
    if (kind === TokenKind.SPREAD) this.spreading = true;
    else if (previous === TokenKind.SPREAD && kind === TokenKind.NAME) this.spreading = value === 'on';
    this.nest(kind);
    const levels = Math.max(this.nested, this.inline, this.open.length - this.inline);
    if (levels > limits.depth) return `more than ${limits.depth} levels`;
    if (this.parentheses > 0) return null;
    if (kind !== TokenKind.NAME || previous === TokenKind.AT || previous === TokenKind.DOLLAR) return null;
    const names = this.open.at(-1)?.names;
    if (!names) return null;
    if (next() === TokenKind.COLON)
      return ++this.aliases > limits.aliases ? `more than ${limits.aliases} aliases` : null;
    const count = (names.get(value) ?? 0) + 1;
    names.set(value, count);
    return count > limits.repeats ? `a field more than ${limits.repeats} times in one place` : null;
  }

  private nest(kind: TokenKind): void {
    const inValue = this.parentheses > 0;
    if (kind === TokenKind.BRACKET_L || (inValue && kind === TokenKind.BRACE_L)) this.nested += 1;
    else if (kind === TokenKind.BRACKET_R || (inValue && kind === TokenKind.BRACE_R)) this.nested -= 1;
    else if (kind === TokenKind.BRACE_L) this.openSet();
    else if (kind === TokenKind.BRACE_R && this.open.pop()?.isInline) this.inline -= 1;
  }

  private openSet(): void {
    if (this.spreading) this.inline += 1;
    this.open.push({ names: new Map(), isInline: this.spreading });
    this.spreading = false;
  }
}
