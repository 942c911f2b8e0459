'use strict';

/** Samples arrive every second. A stream that is silent for this long is dead, even without an error. */
const SILENCE_MS = 5_000;
const RETRY_MS = 1_000;

/** The reason why a stream was refused. */
class Refused extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

/**
 * Watches without end: a stream that ends, dies or fails is opened again. EventSource cannot send the token.
 *
 * @param {() => string | null} token
 * @param {{ begin(data: object): void, sample(data: object): void, lost(why: unknown): void, refused(): Promise<void> }}
 *   told
 *   `refused` resolves when there is another token
 */
async function watchStatus(token, told) {
  for (;;) {
    try {
      await readStream(token(), told);
      told.lost(null);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) {
        await told.refused();
        continue;
      }
      told.lost(error);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function readStream(token, told) {
  if (token && !/^[!-~]+$/.test(token)) throw new Refused(401); // a header cannot contain it, so it is not valid
  const abort = new AbortController();
  let silence = setTimeout(() => abort.abort(), SILENCE_MS);
  try {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch('/status/events', { headers, cache: 'no-store', signal: abort.signal });
    if (!response.ok) throw new Refused(response.status);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE_MS);
      const events = (text + value).split('\n\n');
      text = events.pop();
      for (const event of events) tell(event, told);
    }
  } finally {
    clearTimeout(silence);
    abort.abort();
  }
}

function tell(event, told) {
  const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
  if (name === 'begin' || name === 'sample') told[name](JSON.parse(data));
}
