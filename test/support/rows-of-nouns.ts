import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const FEATURES = path.resolve(__dirname, '../features');

/**
 * Rows of a test that covers every noun. Each noun has its rows in `test/features/<noun>/<noun>.<kind>.ts`, so a new noun
 * needs a new file but no change of the test.
 */
export class RowsOfNouns<Rows> {
  private readonly added: Rows[] = [];
  private isLoaded = false;

  constructor(private readonly kind: string) {}

  add(rows: Rows): void {
    this.added.push(rows);
  }

  /** In the order of the nouns' names. */
  all(): readonly Rows[] {
    if (!this.isLoaded) for (const file of this.files()) jest.requireActual(file);
    this.isLoaded = true;
    return this.added;
  }

  private files(): string[] {
    const nouns = readdirSync(FEATURES).sort();
    return nouns.map((noun) => path.join(FEATURES, noun, `${noun}.${this.kind}.ts`)).filter((file) => existsSync(file));
  }
}
