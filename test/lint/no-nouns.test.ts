import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * Everything about a noun of the domain stands in its feature. What the mechanisms know of nouns, the next noun would have to
 * change.
 */

const ROOT = path.resolve(__dirname, '../..');
const FOLDERS = ['platform', 'http', 'graphql', 'operations', 'access', 'jobs', 'commands'];
const NOUNS =
  /\b(?:students?|trainers?|lectures?|courses?|enrol?lments?|assignments?|submissions?|attendances?|feedbacks?)\b/i;
/** `of course` is no course. */
const INNOCENT = /\bof course\b/gi;
const GENERATED = 'src/platform/database/generated/';
/** Queries for people to try: content, not mechanism. */
const EXAMPLES = 'src/http/pages/browser/explorer-examples.js';

const files = execFileSync('git', ['ls-files', ...FOLDERS.map((folder) => `src/${folder}`)], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => !file.startsWith(GENERATED) && file !== EXAMPLES);

test('no mechanism names a noun of the domain', () => {
  const named = files.flatMap((file) =>
    readFileSync(path.join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line, nth) => (NOUNS.test(line.replace(INNOCENT, '')) ? [`${file}:${nth + 1} ${line.trim()}`] : [])),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(named).toEqual([]);
});
