import { useEffect, useState } from 'react';

/** Seconds left of a wait, counted by the clock, not by ticks: a tab in the background has few. */
export function useSecondsLeft(until: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  const left = until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
  const isOver = left === 0;
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    if (isOver) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until, isOver]);
  return left;
}

/** `14:59` */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** A clock that runs down. Screen readers read it when asked, not every second. */
export const Countdown = ({ seconds }: { seconds: number }) => (
  <span role="timer" aria-live="off" className="countdown">
    {clock(seconds)}
  </span>
);
