import { JsonText, jsonOf } from '../../../src/operations/queries/json-text';

const text = (value: unknown) => new JsonText(JSON.stringify(value));

it.each<[string, object, unknown]>([
  ['nothing', { a: [1, { b: 'c' }], d: null }, { a: [1, { b: 'c' }], d: null }],
  ['everything', text([1, 2]), [1, 2]],
  ['several', { a: text(['"']), b: [text({}), { c: text('\\') }], d: 'e' }, { a: ['"'], b: [{}, { c: '\\' }], d: 'e' }],
])('where %s is text already, the JSON is the same', (_what, value, meant) => {
  expect(jsonOf(value)).toBe(JSON.stringify(meant));
});

it('the text of one value never gets into another', () => {
  const told = JSON.stringify({ a: text('first') });
  expect(jsonOf({ a: JSON.parse(told) as unknown, b: text('second') })).not.toContain('first');
  expect(jsonOf({ a: text('third') })).toBe('{"a":"third"}');
});

it('a value that cannot be written leaves nothing behind', () => {
  const circle: { a: JsonText; self?: object } = { a: text('lost') };
  circle.self = circle;
  expect(() => jsonOf(circle)).toThrow(TypeError);
  expect(jsonOf({ a: text('kept') })).toBe('{"a":"kept"}');
});
