import { useCallback, useState } from 'react';
import { announce } from './announcer';

interface Connection {
  totalCount: number;
  edges: readonly unknown[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface Pages {
  hasMore: boolean;
  isLoading: boolean;
  /** Why the last page did not come. */
  problem: unknown;
  more: () => void;
}

/**
 * Further pages of a connection; the cache joins them.
 *
 * @param fetchAfter asks for the page after a cursor
 * @param noun what the list is of, for the announcement
 */
export function usePages(
  connection: Connection | undefined,
  fetchAfter: (after: string) => Promise<unknown>,
  noun: string,
): Pages {
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { hasNextPage = false, endCursor = null } = connection?.pageInfo ?? {};
  const shown = connection?.edges.length ?? 0;
  const total = connection?.totalCount ?? 0;

  const more = useCallback(() => {
    if (isLoading || !hasNextPage || endCursor === null) return;
    setLoading(true);
    setProblem(null);
    fetchAfter(endCursor)
      .then(() => announce(`More ${noun} are shown, of ${total} in all.`), setProblem)
      .finally(() => setLoading(false));
  }, [isLoading, hasNextPage, endCursor, fetchAfter, noun, total]);

  return { hasMore: hasNextPage && shown > 0, isLoading, problem, more };
}
