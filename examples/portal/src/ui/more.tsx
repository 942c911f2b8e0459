import { useEffect, useRef } from 'react';

interface Props {
  isLoading: boolean;
  onMore: () => void;
}

/** The end of a list that goes on: more comes when it is nearly in sight, or by the button, for those who use keys. */
export function More({ isLoading, onMore }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isLoading || !button.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), { rootMargin: '300px' });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [isLoading, onMore]);
  return (
    <p className="more">
      <button type="button" ref={button} onClick={onMore} aria-disabled={isLoading}>
        {isLoading ? 'Loading…' : 'Show more'}
      </button>
    </p>
  );
}
