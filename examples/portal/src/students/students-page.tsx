import { useQuery } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
import { StudentsDocument } from '../graphql/operations.generated';
import { announce } from '../ui/announcer';
import { More } from '../ui/more';
import { Page } from '../ui/page';
import { Problem } from '../ui/problem';
import { useDebounced } from '../ui/use-debounced';
import { usePages } from '../ui/use-pages';

/** The gateway's own limit. */
const SEARCH_MAX = 100;

export function StudentsPage() {
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed.trim(), 300) || null;
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(StudentsDocument, {
    variables: { search },
    fetchPolicy: 'cache-and-network',
  });
  const students = (data ?? previousData)?.students;
  const fetchAfter = useCallback((after: string) => fetchMore({ variables: { after } }), [fetchMore]);
  const { hasMore, isLoading, problem, more } = usePages(data?.students, fetchAfter, 'students');
  const found = data?.students.totalCount;
  useEffect(() => {
    if (found !== undefined) announce(`${found} students`);
  }, [found, search]);

  return (
    <Page title="Students">
      <search>
        <label htmlFor="search">Search by name or e-mail</label>
        <input
          id="search"
          type="search"
          maxLength={SEARCH_MAX}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </search>
      {error && <Problem error={error} onRetry={() => void refetch().catch(() => undefined)} />}
      {students && (
        <p className="lead">{students.totalCount === 1 ? '1 student' : `${students.totalCount} students`}</p>
      )}
      <ul className="people" aria-busy={loading} aria-label="Students">
        {students?.edges.map(({ node }) => (
          <li key={node.id}>
            <h2>{node.name}</h2>
            <p>{node.branch}</p>
            <p>
              <a href={`mailto:${node.email}`}>{node.email}</a>
              {node.phone && <span>{node.phone}</span>}
            </p>
          </li>
        ))}
      </ul>
      {problem !== null && <Problem error={problem} onRetry={more} />}
      {hasMore && problem === null && <More isLoading={isLoading} onMore={more} />}
    </Page>
  );
}
