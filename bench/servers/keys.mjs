/** The key under which a peer keeps a page in Redis. */
export const pageKey = (server, first, after) => `bench:${server}:students:${first}:${after ?? ''}`;

/** The tag of a peer's pages of students: its value is their version. */
export const tagKey = (server) => `bench:${server}:tag:students`;
