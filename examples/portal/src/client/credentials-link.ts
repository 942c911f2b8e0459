import { ApolloLink } from '@apollo/client';
import { getMainDefinition } from '@apollo/client/utilities';
import { tap } from 'rxjs';
import type { Credentials } from './credentials';

/** Puts the token on every operation; the device's token only on `login`, the one that knows what to do with it. */
export function credentialsLink(credentials: Credentials): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const token = credentials.token();
    const device = isLogin(operation) ? credentials.device() : null;
    operation.setContext(({ headers }: ApolloLink.OperationContext) => ({
      sentToken: token,
      headers: {
        ...(headers as Record<string, string> | undefined),
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(device !== null && { 'x-device-token': device }),
      },
    }));
    return forward(operation).pipe(tap(() => readHeaders(operation, credentials)));
  });
}

function readHeaders(operation: ApolloLink.Operation, credentials: Credentials): void {
  const { response } = operation.getContext();
  if (response instanceof Response) credentials.answered(response.headers);
}

/** With which token the operation was sent; null for none. */
export function sentTokenOf(operation: ApolloLink.Operation): string | null {
  const { sentToken } = operation.getContext() as { sentToken?: unknown };
  return typeof sentToken === 'string' ? sentToken : null;
}

function isLogin({ query }: ApolloLink.Operation): boolean {
  const { selections } = getMainDefinition(query).selectionSet;
  return selections.some((selection) => selection.kind === 'Field' && selection.name.value === 'login');
}
