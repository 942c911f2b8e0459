import { ApolloProvider } from '@apollo/client/react';
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { createGatewayClient } from '../client/gateway-client';
import { setOutage } from '../shell/outage';
import { SessionStore } from './session-store';

const store = new SessionStore();
const StoreContext = createContext(store);

export const useSessionStore = (): SessionStore => useContext(StoreContext);

export function useSession() {
  const { subscribe, snapshot } = useSessionStore();
  return useSyncExternalStore(subscribe, snapshot);
}

/** Everything below has the client of whoever is signed in; each sign-in has its own, and nothing of the one before. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { session, signIn } = useSyncExternalStore(store.subscribe, store.snapshot);
  const isSignedIn = session !== null;
  const client = useMemo(
    () =>
      createGatewayClient({
        uri: '/graphql',
        credentials: store,
        onSessionEnd: () => store.end('ended'),
        onOutage: setOutage,
      }),
    // A client for each sign-in, and one for the time between.
    [signIn, isSignedIn],
  );
  useSessionEnd(session?.endsAt ?? null);
  return (
    <ApolloProvider client={client} key={`${signIn} ${isSignedIn}`}>
      {children}
    </ApolloProvider>
  );
}

/** The token's own end needs no answer of the gateway to be known. */
function useSessionEnd(endsAt: number | null): void {
  useEffect(() => {
    if (endsAt === null) return;
    const timer = setTimeout(() => store.end('expired'), endsAt - Date.now());
    return () => clearTimeout(timer);
  }, [endsAt]);
}
