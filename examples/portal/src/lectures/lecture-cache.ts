import type { ApolloCache, Reference } from '@apollo/client';
import type { LectureCardFragment } from '../graphql/operations.generated';

interface StoredEdge {
  __typename: 'LectureEdge';
  cursor: string;
  node: Reference;
}

interface StoredConnection {
  totalCount: number;
  edges: StoredEdge[];
  pageInfo: { hasNextPage: boolean };
}

/** What a kept list is of: the arguments it is kept under. */
interface Filter {
  from?: string | null;
  trainerId?: string | null;
}

/** Puts a lecture that was entered or changed where it belongs in every list that is kept, by its begin. */
export function placeLecture(cache: ApolloCache, lecture: LectureCardFragment): void {
  changeLists(cache, lecture.id, (filter, edges, startsAtOf, hasMore) => {
    if (!belongs(lecture, filter)) return edges;
    const next = edges.findIndex(({ node }) => startsAtOf(node) > lecture.startsAt);
    // Behind what has been loaded: it comes with its page.
    if (next < 0 && hasMore) return edges;
    const node = { __ref: cache.identify(lecture) ?? '' };
    // Without a cursor: pages go on after the one that was loaded last, wherever its lecture has gone.
    return edges.toSpliced(next < 0 ? edges.length : next, 0, { __typename: 'LectureEdge', cursor: '', node });
  });
}

/** Takes a cancelled lecture out of every list that is kept. */
export function removeLecture(cache: ApolloCache, id: string): void {
  changeLists(cache, id, (_filter, edges) => edges);
  cache.evict({ id: cache.identify({ __typename: 'Lecture', id }) });
}

const belongs = ({ startsAt, trainer }: LectureCardFragment, { from, trainerId }: Filter): boolean =>
  (!trainerId || trainer.id === trainerId) && (!from || startsAt >= from);

/** @param change gets the edges of a list without the lecture */
function changeLists(
  cache: ApolloCache,
  id: string,
  change: (
    filter: Filter,
    edges: StoredEdge[],
    startsAtOf: (node: Reference) => string,
    hasMore: boolean,
  ) => StoredEdge[],
): void {
  cache.modify<{ lectures: StoredConnection; todayLectures: unknown }>({
    fields: {
      lectures(existing, { storeFieldName, readField }) {
        const list = existing as StoredConnection;
        const others = list.edges.filter(({ node }) => readField('id', node) !== id);
        const startsAtOf = (node: Reference) => String(readField('startsAt', node));
        const edges = change(filterOf(storeFieldName), others, startsAtOf, list.pageInfo.hasNextPage);
        return { ...list, edges, totalCount: list.totalCount + edges.length - list.edges.length };
      },
      // Asked for again when it is looked at.
      todayLectures: (_existing, { DELETE }) => DELETE,
    },
  });
}

/** `lectures:{"from":"2026-11-23T00:00:00.000Z"}` */
function filterOf(storeFieldName: string): Filter {
  const start = storeFieldName.indexOf('{');
  return start < 0 ? {} : (JSON.parse(storeFieldName.slice(start)) as Filter);
}
