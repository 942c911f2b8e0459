import type { HtmlPage } from './page';

const body = `    <main>
      <p id="connection" role="status">This page needs JavaScript.</p>
      <form id="token" hidden>
        <label for="given">Status token</label>
        <input id="given" type="password" autocomplete="off" required>
        <button>Watch</button>
        <p id="refused" role="alert"></p>
      </form>
      <dl id="facts"></dl>
      <div id="charts" hidden></div>
      <p id="how" hidden>Each value tells of the last ten seconds of this replica. Latencies are of operations, reckoned from the
        buckets of a histogram. Database time saved is an estimate: hits, times the mean time that loading one such value has
        taken since the start; a repeated answer counts as one hit.</p>
    </main>`;

/** The page gets its data from /status/events. */
export const STATUS_PAGE: HtmlPage = {
  url: '/status',
  title: 'Status',
  styles: ['uplot.css', 'pages.css', 'status.css'],
  scripts: ['uplot.js', 'status-stream.js', 'status-charts.js', 'status.js'],
  body,
};
