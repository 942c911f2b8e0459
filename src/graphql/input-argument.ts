type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null;

/** A field of the argument `input`; undefined if the call has none. */
export const inputField = ({ input }: Values, name: string): unknown => (isObject(input) ? input[name] : undefined);
