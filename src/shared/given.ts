/** Whether an argument is neither absent nor null, which mean the default. Empty text is given, and may be wrong. */
export const isGiven = (argument: string | null | undefined): argument is string =>
  argument !== null && argument !== undefined;
