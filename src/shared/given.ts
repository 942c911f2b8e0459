/** Empty text is given, and may be wrong. Only an argument that is absent or null stands for the default. */
export const isGiven = (argument: string | null | undefined): argument is string =>
  argument !== null && argument !== undefined;
