import { readdirSync, readFileSync } from 'node:fs';
import type { TestGateway } from '../support/gateway';

/** What one replica held at a time: seconds since the start, MiB, and a number. */
export interface Gauge {
  pid: number;
  second: number;
  heap: number;
  rss: number;
  handles: number;
}

const MIB = 2 ** 20;

/** @returns nothing for a replica that does not answer */
export async function gauge({ pid, url }: TestGateway, begun: number): Promise<Gauge[]> {
  try {
    const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) });
    const heap = Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(await answer.text())?.[1]);
    const rss = Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
    const handles = readdirSync(`/proc/${pid}/fd`).length;
    return [{ pid, second: (performance.now() - begun) / 1_000, heap: heap / MIB, rss, handles }];
  } catch {
    return [];
  }
}

const KEYS = ['heap', 'rss', 'handles'] as const;

/** What a quantity may be higher by in the last third of a life than in the third before it, in its own unit. */
const TOLERANCE = { heap: 15, rss: 40, handles: 20 };

/** Lines of a table: the medians of each third of each replica's life. */
export function tableOf(gauges: readonly Gauge[]): string[] {
  const lives = lifeOf(gauges);
  const lines = [...lives].map(([pid, life]) => {
    const cells = thirds(life).map((third) => KEYS.map((key) => middle(third, key).toFixed(0)).join(' / '));
    const seconds = (life.at(-1)?.second ?? 0) - (life[0]?.second ?? 0);
    return `| ${pid} | ${seconds.toFixed(0)} | ${cells.join(' | ')} |`;
  });
  return [
    '| replica | s | heap / RSS, MiB / handles: first third | second | last |',
    '| - | -: | -: | -: | -: |',
    ...lines,
  ];
}

/** What has grown without an end in sight, of the replica that lived longest. */
export function grown(gauges: readonly Gauge[]): string[] {
  const [life = []] = [...lifeOf(gauges).values()].sort((a, b) => b.length - a.length);
  const [, second = [], last = []] = thirds(life);
  return KEYS.filter((key) => middle(last, key) - middle(second, key) > TOLERANCE[key]).map(
    (key) => `${key} has grown from ${middle(second, key).toFixed(0)} to ${middle(last, key).toFixed(0)}`,
  );
}

function lifeOf(gauges: readonly Gauge[]): Map<number, Gauge[]> {
  const lives = new Map<number, Gauge[]>();
  for (const one of gauges) lives.set(one.pid, [...(lives.get(one.pid) ?? []), one]);
  return lives;
}

const thirds = (life: Gauge[]) =>
  [0, 1, 2].map((nth) => life.slice(Math.floor((life.length * nth) / 3), Math.floor((life.length * (nth + 1)) / 3)));

function middle(third: Gauge[], key: (typeof KEYS)[number]): number {
  const sorted = third.map((one) => one[key]).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
