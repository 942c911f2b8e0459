import { useEffect, useMemo } from 'react';
import { faultOf, type Fault } from '../client/fault';
import { Countdown, useSecondsLeft } from './countdown';

interface Props {
  error: unknown;
  /** Asks again; at the end of a wait it is called by itself. */
  onRetry?: () => void;
}

/** What went wrong, in words of the person before the screen. */
export function Problem({ error, onRetry }: Props) {
  const fault = useMemo(() => faultOf(error), [error]);
  return fault.code === 'RATE_LIMITED' ? (
    <Wait fault={fault} onRetry={onRetry} />
  ) : (
    <Told fault={fault} onRetry={onRetry} />
  );
}

function Told({ fault, onRetry }: { fault: Fault; onRetry?: (() => void) | undefined }) {
  return (
    <div className="notice bad" role="alert">
      <p>{wordsFor(fault)}</p>
      {onRetry && isPassing(fault) && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** When a limit opens again; null if the fault is none. Milliseconds since 1970. */
export function useOpensAt(error: unknown): number | null {
  return useMemo(() => {
    const { code, retryAfter } = faultOf(error);
    return error && code === 'RATE_LIMITED' ? Date.now() + (retryAfter ?? 60) * 1_000 : null;
  }, [error]);
}

function Wait({ fault, onRetry }: { fault: Fault; onRetry?: (() => void) | undefined }) {
  const opensAt = useMemo(() => Date.now() + (fault.retryAfter ?? 60) * 1_000, [fault]);
  const seconds = useSecondsLeft(opensAt);
  const isOver = seconds === 0;
  useEffect(() => {
    if (isOver && opensAt <= Date.now()) onRetry?.();
    // Once at the end of each wait, whatever becomes of onRetry meanwhile.
  }, [isOver, opensAt]);
  return (
    <div className="notice" role="alert">
      {isOver ? (
        <p>You can try again now.</p>
      ) : (
        <p>
          Too many attempts. {onRetry ? 'It goes on in' : 'You can try again in'} <Countdown seconds={seconds} />.
        </p>
      )}
    </div>
  );
}

const isPassing = ({ code }: Fault) =>
  code === 'UNREACHABLE' || code === 'SERVICE_UNAVAILABLE' || code === 'INTERNAL_SERVER_ERROR';

function wordsFor({ code, message, requestId }: Fault): string {
  switch (code) {
    case 'UNREACHABLE':
    case 'SERVICE_UNAVAILABLE':
      return 'The training centre’s server does not answer. If you were changing something, look whether it was saved before you try again.';
    case 'INTERNAL_SERVER_ERROR':
      return `Something went wrong on the server.${requestId ? ` If you report it, name ${requestId}.` : ''}`;
    case 'NOT_FOUND':
      return 'It is not there any more.';
    default:
      return message;
  }
}
