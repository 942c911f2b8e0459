'use strict';

/** Storage of the tab, which ends when it is closed. */
const TOKEN = 'stms-status-token';
/** Five minutes, as long as the gateway keeps samples. */
const KEPT_MS = 300_000;

const part = (id) => document.getElementById(id);
let samples = [];
let charts = [];

function connection(state, text) {
  if (part('connection').textContent === text) return;
  part('connection').dataset.state = state;
  part('connection').textContent = text;
}

function showFacts(facts) {
  part('facts').replaceChildren(
    ...Object.entries(facts).map(([name, value]) => {
      const [row, term, description] = ['div', 'dt', 'dd'].map((tag) => document.createElement(tag));
      term.textContent = name;
      description.textContent = value;
      row.append(term, description);
      return row;
    }),
  );
}

function duration(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  return [days && `${days} d`, hours && `${hours} h`, `${minutes % 60} min`].filter(Boolean).join(' ');
}

function show(watched) {
  part('charts').hidden = false;
  part('how').hidden = false;
  const last = samples.at(-1);
  if (charts.length === 0 && last) charts = chartsOf(last).map((chart) => createChart(part('charts'), chart));
  for (const chart of charts) chart.show(samples);
  const saved = last?.databaseTimeSaved.totalSeconds ?? null;
  showFacts({
    Status: last?.status ?? '–',
    Replica: watched.replica,
    Version: watched.version,
    'Up for': duration((last?.at ?? Date.now()) - watched.startedAt),
    'Database time saved since the start': saved === null ? '–' : `${one.format(saved)} s`,
  });
}

let watched;
const told = {
  begin({ history, ...about }) {
    watched = about;
    // Earlier samples of this page: of a replica that was killed, or of a time without other watchers.
    const first = history[0]?.at ?? Infinity;
    samples = [...samples.filter(({ at }) => at < first), ...history];
    connection('live', 'Live');
    show(watched);
  },
  sample(sample) {
    samples = [...samples, sample].filter(({ at }) => at > sample.at - KEPT_MS);
    connection('live', 'Live');
    show(watched);
  },
  lost(why) {
    const isFull = why instanceof Refused && why.status === 503;
    connection(
      'lost',
      isFull ? 'The gateway has no room for another watcher. Trying again.' : 'No connection. Trying again.',
    );
  },
  refused: () =>
    new Promise((resolve) => {
      const was = sessionStorage.getItem(TOKEN);
      sessionStorage.removeItem(TOKEN);
      connection('lost', 'The gateway asks for its status token.');
      part('refused').textContent = was === null ? '' : 'This is not the token.';
      part('token').hidden = false;
      part('given').focus();
      part('token').onsubmit = (event) => {
        event.preventDefault();
        sessionStorage.setItem(TOKEN, part('given').value.trim());
        part('given').value = '';
        part('token').hidden = true;
        connection('waiting', 'Connecting');
        resolve();
      };
    }),
};

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach((chart) => chart.redraw()));
connection('waiting', 'Connecting');
void watchStatus(() => sessionStorage.getItem(TOKEN), told);
