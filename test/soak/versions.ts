import { setTimeout as sleep } from 'node:timers/promises';
import { History } from '../guarantees/support/history';
import { ask } from '../guarantees/support/http';
import type { People } from '../guarantees/support/traffic';

const REST_MS = 60;
const SUBJECT = 'lecture';

/** One lecture whose title is a number that rises, read at once through any replica and both transports. */
export class Versions {
  readonly history = new History();
  private over = false;
  private readonly going: Promise<unknown>;

  constructor(
    private readonly any: () => string,
    private readonly people: People,
    private readonly id: string,
  ) {
    this.history.begin(SUBJECT, 0);
    this.going = Promise.all([this.keepWriting(), this.keepReading('GraphQL'), this.keepReading('REST')]);
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.going;
  }

  private async keepWriting(): Promise<void> {
    const query = `mutation ($title: String!) { updateLecture(id: "${this.id}", input: { title: $title }) { title } }`;
    for (let version = 1; !this.over; version += 1) {
      this.history.begin(SUBJECT, version);
      const body = JSON.stringify({ query, variables: { title: `version ${version}.` } });
      const answer = await ask(this.any(), { path: '/graphql', body, token: this.people.trainer.token });
      const at = performance.now();
      if (shownIn(answer?.body) === version) this.history.acknowledge(SUBJECT, version, at);
      await sleep(REST_MS);
    }
  }

  private async keepReading(transport: 'GraphQL' | 'REST'): Promise<void> {
    const body = JSON.stringify({ query: `{ lecture(id: "${this.id}") { title } }` });
    while (!this.over) {
      const start = performance.now();
      const { token } = this.people.trainer;
      const question = transport === 'REST' ? { path: `/api/auth/lecture/${this.id}` } : { path: '/graphql', body };
      const answer = await ask(this.any(), { ...question, token });
      const version = answer?.status === 200 ? shownIn(answer.body) : undefined;
      if (version !== undefined) {
        const claims = [{ subject: SUBJECT, lowest: version, highest: version }];
        this.history.read({ start, end: performance.now(), where: transport, claims });
      }
      await sleep(REST_MS / 3);
    }
  }
}

function shownIn(body: unknown): number | undefined {
  const version = /"version (\d+)\."/.exec(JSON.stringify(body) ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}
