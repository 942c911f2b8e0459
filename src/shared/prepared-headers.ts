/** Headers that many responses have, checked and joined once. */
export interface PreparedHeaders {
  /** Names and values, in turns, as Node's `writeHead` takes them. */
  lines: readonly string[];
  /** The same, as they are sent. */
  text: string;
}
