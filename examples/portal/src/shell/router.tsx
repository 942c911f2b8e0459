import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from 'react';

/*
 * Seven pages without parameters: the browser's own history is router enough.
 */
const MOVED = 'portal:moved';

export const PATHS = ['/', '/sign-in', '/register', '/students', '/lectures', '/profile', '/devices'] as const;
export type Path = (typeof PATHS)[number];

export function navigate(path: Path): void {
  window.history.pushState(null, '', path);
  window.scrollTo(0, 0);
  window.dispatchEvent(new Event(MOVED));
}

function subscribe(listener: () => void): () => void {
  const events = ['popstate', MOVED];
  for (const event of events) window.addEventListener(event, listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => window.location.pathname);

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: Path;
}

/** A link that stays in the page; with a modifier key the browser does what it does with every link. */
export function Link({ to, ...attributes }: LinkProps) {
  const current = usePath() === to;
  function follow(event: MouseEvent): void {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  }
  return <a {...attributes} href={to} aria-current={current ? 'page' : undefined} onClick={follow} />;
}
