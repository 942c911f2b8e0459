import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { startApp, type TestApp } from '../support/app';
import { Campus } from '../support/campus';
import { eventually } from '../support/eventually';
import { CHECKOUT } from '../support/gateway';
import { dataOf } from '../support/graphql';
import { invalidation } from '../support/invalidation';

/*
 * What a change clears: for each mutation exactly those reads miss afterwards that may show it; all others still hit.
 * Each noun has its reads and its changes in `test/features/<noun>/<noun>.invalidation.ts`.
 */
let app: TestApp;
let campus: Campus;

const rows = invalidation.all();
const reads = rows.flatMap((noun) => Object.entries(noun.reads ?? {}));
const changes = rows.flatMap((noun) =>
  Object.entries(noun.changes ?? {}).map(([name, change]) => [name, { ...change, noun }] as const),
);

type Read = (typeof reads)[number];

beforeAll(async () => {
  app = await startApp();
  campus = await Campus.open(app);
  for (const { restore } of rows) await restore?.(campus);
});
afterAll(() => app.close());

async function cacheOf([, { by, query }]: Read): Promise<string | null> {
  const answer = await campus.ask(by, query(campus));
  dataOf(answer);
  return answer.headers.get('x-cache');
}

/** The names of the reads that miss after a change, all of which hit before. */
async function missesAfter(change: () => Promise<unknown>): Promise<string[]> {
  await Promise.all(reads.map((read) => eventually(async () => (await cacheOf(read)) === 'HIT')));
  await change();
  const missed: string[] = [];
  for (const read of reads) if ((await cacheOf(read)) === 'MISS') missed.push(read[0]);
  return missed;
}

it('every mutation has a change', () => {
  const schema = buildSchema(readFileSync(path.join(CHECKOUT, 'schema.graphql'), 'utf8'));
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
  expect([...new Set(changes.map(([, { of }]) => of))].sort()).toEqual(mutations.sort());
});

it.each(changes)('%s', async (_name, { does, misses, noun }) => {
  try {
    expect((await missesAfter(() => does(campus))).sort()).toEqual([...misses].sort());
  } finally {
    if (misses.length > 0) await noun.restore?.(campus);
  }
});
