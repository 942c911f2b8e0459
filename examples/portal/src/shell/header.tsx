import { useApolloClient } from '@apollo/client/react';
import { SignOutDocument } from '../graphql/operations.generated';
import { useSessionStore } from '../session/session-context';
import { isStaff, useMe } from './me';
import { Link } from './router';

export function Header() {
  const me = useMe();
  return (
    <header className="bar">
      <Link to="/" className="brand">
        STMS
      </Link>
      <nav aria-label="Pages">
        <ul>
          <li>
            <Link to="/">Today</Link>
          </li>
          {isStaff(me) && (
            <>
              <li>
                <Link to="/lectures">{me.role === 'ADMIN' ? 'Lectures' : 'My lectures'}</Link>
              </li>
              <li>
                <Link to="/students">Students</Link>
              </li>
            </>
          )}
          <li>
            <Link to="/devices">Devices</Link>
          </li>
          <li>
            <Link to="/profile">Profile</Link>
          </li>
        </ul>
      </nav>
      <p className="who">
        <span>{me.name}</span>
        <SignOutButton />
      </p>
    </header>
  );
}

/** Whoever signs out is signed out here, whether or not the gateway hears of it. */
function SignOutButton() {
  const client = useApolloClient();
  const store = useSessionStore();
  async function signOut(): Promise<void> {
    try {
      await client.mutate({ mutation: SignOutDocument });
      store.end('signed-out');
    } catch {
      store.end('signed-out-here');
    }
  }
  return (
    <button type="button" className="quiet" onClick={() => void signOut()}>
      Sign out
    </button>
  );
}
