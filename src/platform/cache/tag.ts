declare const isTag: unique symbol;

/** The name of what changes together, e.g. `students` or `lecture:018f…`; its version lives at `tag:{name}`. */
export type Tag = string & { readonly [isTag]: true };

/** What a change touches. Never empty: a change that clears nothing would leave old answers standing. */
export type Tags = readonly [Tag, ...Tag[]];

export const tag = (name: string): Tag => name as Tag;

export const tagKey = (name: Tag): string => `tag:${name}`;

/**
 * The tag that every cached value hangs on. Its token carries the Redis server's epoch: where the server lost its data
 * or was replaced, the era is born anew and nothing that was stored before is valid any more.
 */
export const ERA = tag('era');

/** A writer's sign on a tag: its PostgreSQL transaction, and when the sign was set (milliseconds since 1970). */
export interface Mark {
  xid: string;
  setAt: number;
}

/** The version of a tag as stored: `token`, or `token!xid@ms,xid@ms` while writers are in flight. */
export const isMarked = (version: string): boolean => version.includes('!');

export function marksOf(version: string): Mark[] {
  const marks = version.split('!')[1];
  if (!marks) return [];
  return marks.split(',').map((text) => {
    const [xid = '', setAt = '0'] = text.split('@');
    return { xid, setAt: Number(setAt) };
  });
}
