import { ApolloLink } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { OperationTypeNode } from 'graphql';

/**
 * Sends the SHA-256 of a query in its place, by GET: short requests, and answers that the browser keeps and asks for again
 * by their `ETag`. The gateway asks for the text when it does not know the hash. Mutations go by POST with their text, once:
 * their variables may be passwords.
 */
export const persistedQueriesLink = (): ApolloLink =>
  ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.QUERY,
    new PersistedQueryLink({ sha256, useGETForHashedQueries: true }),
  );

/** Browsers have `crypto.subtle` over HTTPS and on localhost only. */
export const canHash = (): boolean => globalThis.crypto?.subtle !== undefined;

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
