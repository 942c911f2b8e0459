import { complaint } from '../../../src/platform/embedded/complaint';

test.each([
  [
    'the detail of a fatal error',
    '2026-11-22 22:00:00.000 UTC [7] FATAL:  database files are incompatible with server\n' +
      '2026-11-22 22:00:00.000 UTC [7] DETAIL:  The data directory was initialized by version 9.\n' +
      '2026-11-22 22:00:00.000 UTC [7] LOG:  database system is shut down\n',
    'The data directory was initialized by version 9',
  ],
  [
    'an error before the clearing up',
    'creating subdirectories ... initdb: error: could not create directory "/x": No space left on device\n' +
      'initdb: removing contents of data directory "/x"\n',
    'could not create directory "/x": No space left on device',
  ],
  ['the last line, where none is marked', 'one\ntwo\n', 'two'],
  ['that there is none', '', 'it gave no reason'],
])('it says %s', (_, output, expected) => {
  expect(complaint(output)).toBe(expected);
});
