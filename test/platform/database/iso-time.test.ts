import { columnsOf, time } from '../../../src/platform/database/columns';
import { Prisma } from '../../../src/platform/database/generated/client';
import { isoTime } from '../../../src/platform/database/iso-time';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';

const times = columnsOf<{ at: string; also: string | null }>({ at: time('at'), also: time('also') });

let connected: ConnectedDatabase;

beforeAll(async () => {
  connected = await connectTestDatabase();
});
afterAll(() => connected.drop());

it.each([
  '2026-11-22T09:30:00.000Z',
  '2026-11-22T09:30:00.100Z',
  '2026-11-22T09:30:00.020Z',
  '2026-11-22T09:30:00.003Z',
  '1969-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '+010000-01-01T00:00:00.000Z',
])('reads %s as it was written, also from JSON', async (text) => {
  const [row] = await connected.database.read<{ at: string; also: string | null; json: unknown[] }>(
    Prisma.sql`SELECT at, NULL::timestamptz AS also, json_build_array(at, NULL::timestamptz) AS json
               FROM (SELECT ${new Date(text)}::timestamptz(3) AS at) AS given`,
  );
  expect(row).toMatchObject({ at: text, also: null });
  expect(times.entityOf(row?.json ?? [])).toEqual({ at: text, also: null });
});

it.each(['2026-07-01T17:30:00.123+05:30', '2026-07-01T17:30:00.123456+05:30', '2026-07-01 17:30:00.123+05:30'])(
  'reads %s as the moment that it is',
  (text) => {
    expect(isoTime(text)).toBe('2026-07-01T12:00:00.123Z');
  },
);
