const digits = (count) => (value) => value.toFixed(count);

/** Heading, how to write the value of a row, and where the value is. */
const COLUMNS = {
  cpu: ['CPU µs', digits(0), 'cpuUs'],
  cpuRatio: ['× base', digits(2), 'cpuRatio'],
  requests: ['requests/s', digits(0), 'perSecond'],
  p50: ['p50 ms', digits(2), 'p50'],
  p99: ['p99 ms', digits(2), 'p99'],
  p50Ratio: ['p50 × base', digits(2), 'p50Ratio'],
  memory: ['RSS MB', digits(0), 'megabytes'],
  trips: ['Redis trips', String, 'trips'],
  commands: ['Redis commands', String, 'commands'],
  sql: ['SQL', String, 'sql'],
};

/** The rows in Markdown. */
export function tableOf(rows, columns) {
  const chosen = columns.map((name) => COLUMNS[name]);
  const body = rows.map((row) => [row.label, ...chosen.map(([, write, key]) => write(row[key]))]);
  return markdown(['', ...chosen.map(([heading]) => heading)], body);
}

/** First column to the left, numbers to the right. */
export function markdown(headings, body) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map((_, nth) => (nth === 0 ? '---' : '--:'))), ...body.map(line)].join('\n');
}
