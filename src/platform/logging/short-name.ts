/** Clients choose the names of operations, which may be as long as a document. */
const NAME_LENGTH = 100;

/** An operation's name, short enough for a log line. */
export const shortName = (operation: string | null | undefined): string | undefined => operation?.slice(0, NAME_LENGTH);
