/** A list that is read without a size. */
export interface WholeList<Found extends Listed = Listed> {
  /** How many rows it has, without reading them. */
  count(): Promise<number>;
  /** Reads at most as many rows as one operation may read. */
  read(): Promise<Found>;
}

export interface Listed {
  rows: { readonly length: number };
}

/** Lists that were begun in one turn of the event loop, such as those of all records of a list. */
export interface WholeTurn {
  lists: WholeList[];
  /** The number of rows of each list; null for a single list with none before it. */
  counts: Promise<readonly number[] | null>;
}
