import {
  BREAK,
  getEnterLeaveForKind,
  Kind,
  specifiedRules,
  TypeInfo,
  ValidationContext,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

/**
 * Whether a document passes all rules of the GraphQL specification, without its errors. The rules are those of graphql-js,
 * which asks each rule for each document which kinds of nodes it visits. Here each rule is asked once. So a short document
 * takes 69 µs instead of 162 (measured).
 */
export function isValid(schema: GraphQLSchema, document: DocumentNode): boolean {
  const typeInfo = new TypeInfo(schema);
  const context = new ValidationContext(schema, document, typeInfo, (error) => {
    throw error;
  });
  try {
    visit(document, visitWithTypeInfo(typeInfo, inParallel(specifiedRules.map((rule) => rule(context)))));
    return true;
  } catch {
    return false; // Apollo validates again, and reports the errors
  }
}

/** The kinds of nodes that a rule visits are the same for every document. */
let rulesOfKinds: ReadonlyMap<Kind, readonly number[]> | undefined;

function findRulesOfKinds(visitors: readonly ASTVisitor[]): ReadonlyMap<Kind, readonly number[]> {
  const found = new Map<Kind, number[]>();
  for (const kind of Object.values(Kind)) {
    const rules = visitors.flatMap((visitor, rule) => {
      const { enter, leave } = getEnterLeaveForKind(visitor, kind);
      return enter || leave ? [rule] : [];
    });
    if (rules.length > 0) found.set(kind, rules);
  }
  return found;
}

/** Like graphql-js's `visitInParallel`: a visitor may skip a node, or the rest. No rule edits the document. */
function inParallel(visitors: readonly ASTVisitor[]): ASTVisitor {
  rulesOfKinds ??= findRulesOfKinds(visitors);
  /** By rule: null, the node that it skips, or BREAK. */
  const skipped: unknown[] = visitors.map(() => null);
  const merged: Record<string, { enter: Visit; leave: Visit }> = {};
  for (const [kind, rules] of rulesOfKinds) {
    const handlers = rules.map((rule) => {
      const visitor = visitors[rule] ?? {};
      return { rule, visitor, ...(getEnterLeaveForKind(visitor, kind) as { enter?: Visit; leave?: Visit }) };
    });
    merged[kind] = {
      enter(...args) {
        for (const { rule, visitor, enter } of handlers) {
          if (!enter || skipped[rule] !== null) continue;
          const wish = enter.apply(visitor, args);
          if (wish === false) skipped[rule] = args[0];
          else if (wish === BREAK) skipped[rule] = BREAK;
        }
      },
      leave(...args) {
        for (const { rule, visitor, leave } of handlers) {
          if (skipped[rule] === args[0]) skipped[rule] = null;
          else if (leave && skipped[rule] === null && leave.apply(visitor, args) === BREAK) skipped[rule] = BREAK;
        }
      },
    };
  }
  return merged;
}

type Visit = (...args: [node: ASTNode, ...place: unknown[]]) => unknown;
