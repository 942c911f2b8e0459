import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { FieldName, Variables } from '../../support/rights';

/** How many types deep: what lies further down is reached by another operation in fewer steps. */
const DEPTH = { whole: 4, leading: 5 };

/** Documents that are made of the schema, so that they ask for what it has today. */
export class Documents {
  /** By type and targets: finding one takes long, and every caller asks for all. */
  private readonly ways = new Map<string, string | null>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Every field of Query and Mutation. */
  roots(): FieldName[] {
    return [this.schema.getQueryType(), this.schema.getMutationType()].flatMap((type) => namesOf(type));
  }

  /** Every field of the types that answers are made of. */
  fields(): FieldName[] {
    const roots: unknown[] = [this.schema.getQueryType(), this.schema.getMutationType()];
    const types = Object.values(this.schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
    return types.filter((type) => !roots.includes(type)).flatMap((type) => namesOf(type));
  }

  /** Asks `root` for all there is; no type twice on the way down, and not deep. */
  whole(root: FieldName, variables: Variables): string {
    const type = getNamedType(this.field(root).type);
    return this.operation(root, variables, isLeafType(type) ? '' : this.everything(type, []));
  }

  /** Asks `root` for fields of one type wherever it leads to it, with the ids of whom they belong to; null where it does not. */
  leading(root: FieldName, targets: readonly FieldName[], variables: Variables): string | null {
    const way = this.wayFrom(getNamedType(this.field(root).type), targets);
    return way && this.operation(root, variables, way);
  }

  /** The fields that a document asks for. */
  askedBy(document: string): FieldName[] {
    const types = new TypeInfo(this.schema);
    const asked = new Set<FieldName>();
    const note = ({ name }: { name: { value: string } }) => {
      asked.add(`${types.getParentType()?.name ?? ''}.${name.value}`);
    };
    visit(parse(document), visitWithTypeInfo(types, { [Kind.FIELD]: note }));
    return [...asked];
  }

  private operation(root: FieldName, variables: Variables, selection: string): string {
    const [type = '', name = ''] = root.split('.');
    const args = this.field(root).args.filter((arg) => arg.name in variables);
    const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
    const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
    return `${type.toLowerCase()} ${declared && `(${declared})`} { ${name} ${given && `(${given})`} ${selection} }`;
  }

  private everything(type: GraphQLNamedType, above: readonly string[]): string {
    const below = [...above, type.name];
    const parts = fieldsOf(type).flatMap((field) => {
      const inner = getNamedType(field.type);
      if (isLeafType(inner)) return [field.name];
      if (below.includes(inner.name) || below.length >= DEPTH.whole) return [];
      return [`${field.name} ${this.everything(inner, below)}`];
    });
    const kinds = this.kindsOf(type).map((kind) => `... on ${kind.name} ${this.everything(kind, below)}`);
    return `{ __typename ${[...parts, ...kinds].join(' ')} }`;
  }

  private wayFrom(type: GraphQLNamedType, targets: readonly FieldName[]): string | null {
    const key = `${type.name} ${targets.join(' ')}`;
    const known = this.ways.get(key);
    if (known !== undefined) return known;
    const way = this.wayTo(targets, type, []);
    this.ways.set(key, way);
    return way;
  }

  private wayTo(targets: readonly FieldName[], type: GraphQLNamedType, above: readonly string[]): string | null {
    const below = [...above, type.name];
    const isDeep = below.length >= DEPTH.leading;
    const ways = fieldsOf(type).flatMap((field) => {
      const inner = getNamedType(field.type);
      const isEnd = isDeep || isLeafType(inner) || below.includes(inner.name);
      const way = isEnd ? null : this.wayTo(targets, inner, below);
      return way ? [`${field.name}${sizeOf(field)} ${way}`] : [];
    });
    for (const kind of this.kindsOf(type)) {
      const way = isDeep || below.includes(kind.name) ? null : this.wayTo(targets, kind, below);
      if (way) ways.push(`... on ${kind.name} ${way}`);
    }
    const found = fieldsOf(type).filter((field) => targets.includes(`${type.name}.${field.name}`));
    ways.push(
      ...found.map(
        (field) => field.name + (isLeafType(getNamedType(field.type)) ? '' : `${sizeOf(field)} { __typename }`),
      ),
    );
    if (ways.length === 0) return null;
    const hasId = fieldsOf(type).some((field) => field.name === 'id');
    return `{ __typename ${hasId ? 'id' : ''} ${ways.join(' ')} }`;
  }

  private kindsOf(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    return isAbstractType(type) ? this.schema.getPossibleTypes(type) : [];
  }

  private field(name: FieldName): GraphQLField<unknown, unknown> {
    const [type = '', field = ''] = name.split('.');
    const found = fieldsOf(this.schema.getType(type)).find((one) => one.name === field);
    if (!found) throw new Error(`the schema has no ${name}`);
    return found;
  }
}

function fieldsOf(type: GraphQLNamedType | null | undefined): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

/** Lists on the way have all that stands on a campus. */
const sizeOf = ({ args }: GraphQLField<unknown, unknown>): string =>
  args.some(({ name }) => name === 'first') ? '(first: 100)' : '';

const namesOf = (type: GraphQLNamedType | null | undefined): FieldName[] =>
  fieldsOf(type).map((field): FieldName => `${type?.name ?? ''}.${field.name}`);
