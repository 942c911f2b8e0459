import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { dataOf, graphql } from '../support/graphql';
import { faultsOf, picture, startPages, type TestPages, type Visit } from './support/pages';
import { TRAINER } from './support/portal';

/* What an operator sees at /status while a gateway works, is killed and comes back. */

const TOKEN = 'a-token-of-the-tests';

let pages: TestPages;
let visit: Visit;
let token: string;

beforeAll(async () => {
  pages = await startPages({ STATUS_TOKEN: TOKEN, RATE_LIMIT_API: '2/1m' });
  const query = `mutation { login(input: { email: "${TRAINER.email}", password: "${TRAINER.password}" }) { token } }`;
  ({ token } = dataOf<{ login: { token: string } }>(await graphql(pages.url, query)).login);
});
afterAll(() => pages?.close());
beforeEach(async () => {
  visit = await pages.visit();
});
afterEach(() => visit.page.context().close());

const status = (text: string) => visit.page.getByRole('status').getByText(text).waitFor();
const valueOf = (chart: string, series: string): Locator =>
  visit.page
    .getByRole('table', { name: `${chart}, now` })
    .getByRole('row', { name: new RegExp(`^${series} `) })
    .getByRole('cell');

async function watch(given = TOKEN): Promise<void> {
  await visit.page.getByLabel('Status token').fill(given);
  await visit.page.getByRole('button', { name: 'Watch' }).click();
}

/** Reads that hit, miss and are repeated, and strangers who are refused. */
async function work(): Promise<void> {
  const first = Math.ceil(Math.random() * 100);
  const ask = (query: string) => graphql(pages.url, query, { token });
  await ask(`{ students(first: ${first}) { nodes { name } } trainers { nodes { name } } todayLectures { title } }`);
  for (let nth = 0; nth < 5; nth += 1) await ask('{ lectures(first: 5) { nodes { title } } }');
  for (let nth = 0; nth < 3; nth += 1) await graphql(pages.url, '{ todayLectures { title } }');
}

it('asks for the token, says that a wrong one is none, and keeps the right one for the tab', async () => {
  await visit.page.goto('/health');
  expect(visit.page.url()).toBe(`${pages.url}/status`);
  await status('The gateway asks for its status token.');
  await watch('not-the-token-of-the-tests');
  await visit.page.getByText('This is not the token.').waitFor();
  await watch('no token at all: ü');
  await visit.page.getByText('This is not the token.').waitFor();
  expect(await faultsOf(visit.page)).toEqual([]);
  await watch();
  await status('Live');
  await visit.page.reload();
  await status('Live');
  expect(await visit.page.evaluate('localStorage.length')).toBe(0);
  expect(visit.page.url()).not.toContain(TOKEN);
  expect(visit.foreign).toEqual([]);
});

it('shows what happens, in charts and in words', async () => {
  await visit.page.goto('/status');
  await watch();
  await status('Live');
  const isShown = async (chart: string, series: string, what: RegExp) =>
    what.test(await valueOf(chart, series).innerText());
  await eventually(async () => {
    await work();
    const shown = await Promise.all([
      isShown('Hit ratio by cache', 'lectures', /^\d+(\.\d)? %$/),
      isShown('Latency', 'p99', /^[\d.]+ ms$/),
      isShown('Requests', 'GraphQL operations', /^(?!0 )[\d.]+ \/s$/),
      isShown('Refused by limits', 'api', /^(?!0 )[\d.]+ \/s$/),
      isShown('Replay share of queries', 'repeated without executing', /^(?!0 )[\d.]+ %$/),
      isShown('Database time saved', 'saved', /^(?!0 )[\d.,]+ ms\/s$/),
      isShown('Redis memory', 'used', /^[\d.]+ MB$/),
      isShown('Redis keys', 'keys', /^(?!0$)[\d,]+$/),
    ]);
    return shown.every(Boolean);
  });
  expect(await visit.page.locator('#facts').innerText()).toMatch(/Status\s+ok/);
  const marks = await visit.page
    .getByRole('table', { name: 'Hit ratio by cache, now' })
    .locator('th span')
    .evaluateAll((all: { style: { background: string } }[]) => all.map(({ style }) => style.background));
  expect(marks.length).toBeGreaterThan(8);
  expect(marks).not.toContain('');
  expect(new Set(marks).size).toBe(marks.length);
  expect(await faultsOf(visit.page)).toEqual([]);
  // A picture of some history; without one, nobody waits for it.
  const drawn = () => visit.page.evaluate<number>('samples.length');
  if (process.env['SCREENSHOTS'] === '1') await eventually(() => work().then(async () => (await drawn()) > 30));
  await picture(visit.page, 'status');
  const complaints = visit.complaints.filter((one) => !one.includes('401'));
  expect([visit.foreign, complaints]).toEqual([[], []]);

  const second = await pages.visit();
  await second.page.goto('/status');
  await second.page.getByLabel('Status token').fill(TOKEN);
  await second.page.keyboard.press('Enter');
  await second.page.getByRole('status').getByText('Live').waitFor();
  // Who comes later is shown what the gateway has kept.
  expect(await second.page.evaluate<number>('samples.length')).toBeGreaterThan(1);
  await second.page.context().close();
});

/** Remembers each text that is drawn on a canvas and begins left of it, and all others. */
const RECORD_LABELS = `
  globalThis.labels = { all: [], cutOff: [] };
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    const { width } = this.measureText(text);
    const begin = this.getTransform().transformPoint({ x: x - { right: width, center: width / 2 }[this.textAlign] || x, y }).x;
    labels.all.push(text);
    if (begin < 0) labels.cutOff.push(text);
    return fillText.call(this, text, x, y, ...rest);
  };`;

it.each([1, 1_000, 30_000, 12_345_678])(
  'cuts off no label of an axis where all is %i times as much',
  async (factor) => {
    await visit.page.addInitScript(RECORD_LABELS);
    await visit.page.goto('/status');
    await watch();
    await status('Live');
    const drawn = await visit.page.evaluate<{ all: string[]; cutOff: string[] }>(`new Promise((resolve) => {
    const grown = (value, name) =>
      typeof value === 'number' ? (name === 'at' ? value : (value + 1) * ${factor})
      : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, grown(one, key)]))
      : value;
    labels.all = [];
    labels.cutOff = [];
    for (const chart of charts) chart.show(samples.map((sample) => grown(sample)));
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(labels)));
  })`);
    expect(drawn.all.some((label) => / m?s\/s$/.test(label))).toBe(true);
    expect(drawn.cutOff).toEqual([]);
  },
);

it('says so when the gateway is killed, and goes on when it is back', async () => {
  await visit.page.goto('/status');
  await watch();
  await status('Live');
  await eventually(async () => (await valueOf('Redis keys', 'keys').innerText()) !== '–');
  const replica = () => visit.page.locator('#facts').innerText();
  const before = await replica();
  await pages.killGateway();
  await status('No connection. Trying again.');
  expect(await valueOf('Redis keys', 'keys').innerText()).not.toBe('–');
  await pages.startGateway();
  await status('Live');
  const processOf = (text: string) => /process (\d+)/.exec(text)?.[1];
  expect(processOf(await replica())).not.toBe(processOf(before));
  await eventually(async () => /Status\s+ok/.test(await replica()));
});
