'use strict';

const number = (digits) => new Intl.NumberFormat('en', { maximumFractionDigits: digits });
const one = number(1);
const two = number(2);
const percent = (value) => `${one.format(value * 100)} %`;
const ms = (value) => `${two.format(value)} ms`;
const perSecond = (value) => `${one.format(value)} /s`;
const perMinute = (value) => `${one.format(value)} /min`;
const megabytes = (value) => `${one.format(value / 1024 / 1024)} MB`;
const whole = (value) => number(0).format(value);

/** The labels of an axis, in the largest unit that fits them all. */
const inUnits =
  (...units) =>
  (values) => {
    const highest = Math.max(...values);
    const [size, name] = units.findLast(([least]) => highest >= least) ?? units[0];
    return values.map((value) => `${two.format(value / size)} ${name}`);
  };
const TIME = inUnits([1, 'ms'], [1_000, 's']);
const TIME_PER_SECOND = inUnits([1, 'ms/s'], [1_000, 's/s']);
const BYTES = inUnits([1024 ** 2, 'MB'], [1024 ** 3, 'GB']);

/** Series by name, how to read each from a sample, how to format a value, and the axis labels if they are shorter. */
const chartsOf = (sample) => [
  {
    title: 'Hit ratio by cache',
    write: percent,
    highest: 1,
    series: Object.fromEntries(Object.keys(sample.hitRatio).map((cache) => [cache, ({ hitRatio }) => hitRatio[cache]])),
  },
  {
    title: 'Latency',
    write: ms,
    label: TIME,
    series: { p50: ({ latencyMs }) => latencyMs.p50, p99: ({ latencyMs }) => latencyMs.p99 },
  },
  {
    title: 'Requests',
    write: perSecond,
    series: {
      'GraphQL operations': ({ operationsPerSecond }) => operationsPerSecond.graphql,
      'REST operations': ({ operationsPerSecond }) => operationsPerSecond.rest,
    },
  },
  {
    title: 'Refused by limits',
    write: perSecond,
    series: Object.fromEntries(
      Object.keys(sample.refusalsPerSecond).map((policy) => [
        policy,
        ({ refusalsPerSecond }) => refusalsPerSecond[policy],
      ]),
    ),
  },
  {
    title: 'Replay share of queries',
    write: percent,
    highest: 1,
    series: {
      'repeated without executing': ({ replayShare }) => replayShare.repeated,
      'confirmed unchanged': ({ replayShare }) => replayShare.confirmed,
    },
  },
  {
    title: 'Database time saved',
    write: (value) => `${one.format(value)} ms/s`,
    label: TIME_PER_SECOND,
    series: { saved: ({ databaseTimeSaved }) => databaseTimeSaved.msPerSecond },
  },
  {
    title: 'Sessions',
    write: perMinute,
    series: {
      begun: ({ sessionsPerMinute }) => sessionsPerMinute.begun,
      'ended by their users': ({ sessionsPerMinute }) => sessionsPerMinute.ended,
    },
  },
  {
    title: 'Redis memory',
    write: megabytes,
    label: BYTES,
    series: { used: ({ redis }) => redis && redis.usedMemoryBytes },
  },
  { title: 'Redis keys', write: whole, series: { keys: ({ redis }) => redis && redis.keys } },
];

/** Distinguishable by lightness, too, on both backgrounds. */
const COLOURS = ['#218bff', '#bc4c00', '#2da44e', '#a475f9', '#e85aad', '#9a8700', '#0f9aa5', '#cf222e'];
/** Lines of one color differ by these patterns. */
const DASHES = [[], [8, 4], [2, 3], [12, 3, 2, 3]];
const colourOf = (nth) => COLOURS[nth % COLOURS.length];
const dashOf = (nth) => DASHES[Math.floor(nth / COLOURS.length) % DASHES.length];
/** The line as the table shows it: with its color and its pattern. */
function markOf(nth) {
  const [drawn, space] = dashOf(nth);
  if (!drawn) return colourOf(nth);
  return `repeating-linear-gradient(90deg, ${colourOf(nth)} 0 ${drawn / 2}px, transparent 0 ${(drawn + space) / 2}px)`;
}
const HEIGHT = 150;
/** Charts with short labels start at the same position. */
const LEAST_AXIS_WIDTH = 85;
/** Seconds on the chart, even if the samples cover fewer. */
const LEAST_S = 60;
/** The most seconds between samples that a line joins. */
const GAP_S = 3;

/** A chart with a table of its current values. @returns a function that draws samples, or redraws them in other colors */
function createChart(parent, { title, write, label, highest, series }) {
  const names = Object.keys(series);
  const section = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  const drawing = document.createElement('div');
  drawing.setAttribute('aria-hidden', 'true'); // the table has the same values as text
  const { table, cells } = createTable(title, names);
  section.append(heading, drawing, table);
  parent.append(section);

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
  const axis = {
    stroke: () => colour('--muted'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
  };
  const plot = new uPlot(
    {
      width: drawing.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: (_plot, from, to) => [Math.min(from, to - LEAST_S), to] },
        y: { range: (_plot, _low, high) => [0, highest ?? Math.max(high * 1.1, 1)] },
      },
      axes: [
        {
          ...axis,
          values: (_plot, times) => times.map((time) => new Date(time * 1000).toLocaleTimeString('en-GB')),
          space: 90,
          size: 30,
        },
        { ...axis, size: axisWidth, values: (_plot, values) => (label ? label(values) : values.map(write)) },
      ],
      series: [
        {},
        ...names.map((name, nth) => ({
          label: name,
          stroke: colourOf(nth),
          dash: dashOf(nth),
          width: 1.5,
          points: { size: 4 },
        })),
      ],
    },
    [[], ...names.map(() => [])],
    drawing,
  );
  new ResizeObserver(() => plot.setSize({ width: drawing.clientWidth, height: HEIGHT })).observe(drawing);

  return {
    show(samples) {
      const drawn = withGaps(samples);
      const read = (sample, name) => (sample.gap ? null : series[name](sample));
      plot.setData([
        drawn.map(({ at }) => at / 1000),
        ...names.map((name) => drawn.map((sample) => read(sample, name))),
      ]);
      const last = samples.at(-1);
      names.forEach((name, nth) => {
        const value = last ? series[name](last) : null;
        cells[nth].textContent = value === null ? '–' : write(value);
      });
    },
    redraw: () => plot.redraw(),
  };
}

/** Space for the longest label, so that none is cut off. */
function axisWidth(plot, labels, nth) {
  const { font, gap, ticks } = plot.axes[nth];
  plot.ctx.font = font[0];
  const widths = (labels ?? []).map((label) => plot.ctx.measureText(label).width / devicePixelRatio);
  return Math.max(LEAST_AXIS_WIDTH, Math.ceil(Math.max(0, ...widths) + gap + ticks.size));
}

function createTable(title, names) {
  const table = document.createElement('table');
  table.setAttribute('aria-label', `${title}, now`);
  const cells = names.map((name, nth) => {
    const row = table.insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    const mark = document.createElement('span');
    mark.style.background = markOf(nth);
    head.append(mark, name);
    row.append(head);
    return row.insertCell();
  });
  return { table, cells };
}

/** The line has a gap for times without a watcher. */
function withGaps(samples) {
  return samples.flatMap((sample, nth) => {
    const before = samples[nth - 1];
    const isGap = before && sample.at - before.at > GAP_S * 1000;
    return isGap ? [{ at: before.at + 1, gap: true }, sample] : [sample];
  });
}
