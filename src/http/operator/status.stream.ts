import type { ServerResponse } from 'node:http';
import type { Sample } from '../../platform/metrics/sample';
import type { Sampler } from '../../platform/metrics/sampler';

/** Each watcher costs a connection, and an event per second. */
const WATCHERS_MAX = 20;
/** Samples that a connection may leave unread before it is cut. */
const UNREAD_MAX = 15;
/** A stream that ends gets this time to flush, because its reader may be gone. */
const LAST_WORDS_MS = 500;

/** The first event: facts about the replica. */
export interface Watched {
  version: string;
  /** The host's name and the process's id: each replica has counters of its own. */
  replica: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

/**
 * Samples as server-sent events: `begin` with the recent ones, then `sample` each second, which also shows that the
 * connection works.
 */
export class StatusStream {
  private readonly open = new Set<ServerResponse>();
  private isClosed = false;

  constructor(
    private readonly sampler: Pick<Sampler, 'history' | 'watch'>,
    private readonly watched: Watched,
  ) {}

  get hasRoom(): boolean {
    return !this.isClosed && this.open.size < WATCHERS_MAX;
  }

  begin(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no', // or nginx keeps events back
    });
    if (response.req.method === 'HEAD') return void response.end();
    this.open.add(response);
    response.write(event('begin', { ...this.watched, history: this.sampler.history }));
    const end = this.sampler.watch(teller(response));
    response.on('close', () => {
      end();
      this.open.delete(response);
    });
  }

  /** Ends all streams and refuses new ones, because a drain waits for requests in flight. */
  close(): void {
    this.isClosed = true;
    for (const response of this.open) {
      response.end();
      setTimeout(() => response.destroy(), LAST_WORDS_MS).unref();
    }
  }
}

/** Skips samples for a slow reader, so that unread data does not pile up. */
function teller(response: ServerResponse): (sample: Sample) => void {
  let unread = 0;
  return (sample) => {
    if (!response.writableNeedDrain) {
      unread = 0;
      response.write(event('sample', sample));
      return;
    }
    unread += 1;
    if (unread > UNREAD_MAX) response.destroy();
  };
}

const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
