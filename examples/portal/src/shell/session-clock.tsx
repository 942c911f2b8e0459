import { useEffect, useState } from 'react';
import { useSession } from '../session/session-context';

/** How long before the end of a session it is told, so that nobody loses what they are writing. Milliseconds. */
const AHEAD_MS = 5 * 60_000;

export function SessionClock() {
  const { session } = useSession();
  const endsAt = session?.endsAt ?? null;
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (endsAt === null) return;
    setNear(false);
    const timer = setTimeout(() => setNear(true), endsAt - AHEAD_MS - Date.now());
    return () => clearTimeout(timer);
  }, [endsAt]);
  return (
    <div role="status" className="session-clock">
      {isNear && endsAt !== null && (
        <p className="notice">
          Your session ends at {new Date(endsAt).toLocaleTimeString('en-GB', { timeStyle: 'short' })}. Save what you are
          writing, then sign in again.
        </p>
      )}
    </div>
  );
}
