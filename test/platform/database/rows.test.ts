import { columnsOf } from '../../../src/platform/database/columns';
import { pageOf } from '../../../src/platform/database/list-page';

interface Named {
  id: string;
  name: string;
}

const COLUMNS = columnsOf<Named>({ id: 'id', name: 'name' });

const rowsOf = (...names: string[]) => {
  const lines = names.map((name, nth) => `[${JSON.stringify(`${nth}`)}, ${JSON.stringify(name)}]`);
  return pageOf(`{"hasNext":false,"rows":[${lines.join(',\n')}]}`, COLUMNS).rows;
};

const recordsOf = (...names: string[]): Named[] => names.map((name, nth) => ({ id: `${nth}`, name }));

it.each([[], ['Ann'], ['Ann', 'Bob'], ['a,\n[', ',\n', ']', '],\n["']])(
  'the rows of %j are its records, however they are asked for',
  (...names) => {
    const records = recordsOf(...names);
    expect([...rowsOf(...names)]).toEqual(records);
    expect(rowsOf(...names).map(({ name }) => name)).toEqual(names);
    expect(rowsOf(...names)).toHaveLength(names.length);
    for (const nth of [0, 1, 2, -1, -2, -3]) expect(rowsOf(...names).at(nth)).toEqual(records.at(nth));
  },
);

it('a record at an end is the same before and after all are made', () => {
  const rows = rowsOf('Ann', 'Bob', 'Cem');
  const before = [rows.at(0), rows.at(-1)];
  expect([...rows].filter((_, nth) => nth !== 1)).toEqual(before);
  expect([rows.at(0), rows.at(-1)]).toEqual(before);
});

it('records are made once', () => {
  const rows = rowsOf('Ann', 'Bob');
  expect([...rows][0]).toBe([...rows][0]);
});

it('rows are counted without being read', () => {
  expect(pageOf('{"hasNext":false,"rows":[[unread],\n[unread]]}', COLUMNS).rows).toHaveLength(2);
});
