/** The key under which a peer keeps a page in Redis. */
export const pageKey = (server, first, after) => `bench:${server}:students:${first}:${after ?? ''}`;
