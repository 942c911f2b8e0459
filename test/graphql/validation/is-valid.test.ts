import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isValid } from '../../../src/graphql/validation/is-valid';

const schema = buildSchema(readFileSync(path.join(__dirname, '../../../schema.graphql'), 'utf8'));

const VALID = [
  '{ me { id } }',
  'query Page($first: Int!, $after: String) { students(first: $first, after: $after) { nodes { id name } pageInfo { endCursor } totalCount } }',
  'query Two { a: me { ...Name } b: me { ... on Student { branch } ... on Trainer { expertise } } } fragment Name on User { name }',
  'query Skipped($no: Boolean!) { me { id @skip(if: $no) name @include(if: $no) } }',
  'mutation { logout }',
  'query Defaulted($first: Int = 5) { trainers(first: $first, search: "a") { edges { cursor node { id } } } }',
  'query Listed { __typename students { __typename } }',
];

/** One for each rule at least: the rules that refuse them are compared with the list of all. */
const INVALID = [
  '{ nothing }',
  '{ me }',
  '{ me { id { deeper } } }',
  '{ students(limit: 5) { nodes { id } } }',
  '{ students(first: "five") { nodes { id } } }',
  '{ student { id } }',
  '{ students(first: 1, first: 2) { nodes { id } } }',
  'query A { me { id } } query A { me { id } }',
  '{ me { id } } query Named { me { id } }',
  'query A($a: Int, $a: Int) { students(first: $a) { nodes { id } } }',
  'query A($unused: Int) { me { id } }',
  '{ students(first: $undefined) { nodes { id } } }',
  'query A($first: String) { students(first: $first) { nodes { id } } }',
  'query A($user: User) { student(id: $user) { id } }',
  'query A($what: Nothing) { student(id: $what) { id } }',
  '{ me { ...Missing } }',
  '{ me { id } } fragment Unused on User { id }',
  '{ me { ...A } } fragment A on User { ...B } fragment B on User { ...A }',
  '{ me { ...A } } fragment A on User { id } fragment A on User { name }',
  '{ me { ...A } } fragment A on Int { id }',
  '{ students { nodes { ... on Trainer { expertise } } } }',
  '{ me { same: id same: name } }',
  '{ me @unknown { id } }',
  '{ me { id @skip(if: true) @skip(if: true) } }',
  '{ me { id @skip } }',
  'query @skip(if: true) { me { id } }',
  'mutation { createLecture(input: { title: "a", title: "b" }) { id } }',
  'mutation { createLecture(input: { nothing: 1 }) { id } }',
  'type Extra { id: ID } query A { me { id } }',
];

it.each([...VALID, ...INVALID])('finds as graphql-js does: %s', (text) => {
  const document = parse(text, { noLocation: true });
  expect(isValid(schema, document)).toBe(validate(schema, document).length === 0);
});

it('the documents are valid and invalid as listed, and at least twenty rules refuse one', () => {
  const faults = (text: string, rules = specifiedRules) => validate(schema, parse(text), rules).length;
  expect(VALID.filter((text) => faults(text) > 0)).toEqual([]);
  expect(INVALID.filter((text) => faults(text) === 0)).toEqual([]);
  const refusing = specifiedRules.filter((rule) => INVALID.some((text) => faults(text, [rule]) > 0));
  expect(refusing.length).toBeGreaterThanOrEqual(20);
});

it('a rule that skips part of one document sees all of the next', () => {
  const [valid = '', skipping = ''] = ['{ me { id } }', INVALID.at(-1)];
  for (let round = 0; round < 3; round += 1) {
    expect(isValid(schema, parse(skipping))).toBe(false);
    expect(isValid(schema, parse(valid))).toBe(true);
  }
});
