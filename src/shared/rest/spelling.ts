/** How the wire spells the name of an enum value. */
export type Spelling = (name: string) => string;

/** `IN_PROGRESS` is `in-progress`. */
export const lowerCase: Spelling = (name) => name.toLowerCase().replaceAll('_', '-');

/** `MALE` is `Male`. */
export const capitalized: Spelling = (name) => name.charAt(0) + lowerCase(name).slice(1);

/** The name for any spelling: `in-progress`, `In_Progress` and `IN_PROGRESS` are the same value. */
export const unspelled = (text: string): string => text.trim().toUpperCase().replaceAll(/[- ]/g, '_');
