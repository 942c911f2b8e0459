import { useOutage } from './outage';

/** Calm, and there before it is needed: a live region tells only what changes in it. */
export function OutageNotice() {
  const isOut = useOutage();
  return (
    <div role="status" className="outage">
      {isOut && <p>The training centre’s server does not answer. Trying again…</p>}
    </div>
  );
}
