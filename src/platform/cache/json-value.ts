import { hash } from 'node:crypto';

/**
 * A cached value: its JSON text, and what the text says. Each is made of the other when it is first needed, and only once.
 * Several requests share a value, so what it says must not be changed.
 */
export class JsonValue {
  private known: string | undefined;
  private parsed: unknown;
  private hash: string | undefined;

  private constructor(text: string | undefined, content: unknown) {
    this.known = text;
    this.parsed = content;
  }

  static ofText(text: string): JsonValue {
    return new JsonValue(text, undefined);
  }

  /** @param content JSON already: no Date, nothing undefined @returns null for what does not exist */
  static of(content: unknown): JsonValue | null {
    return content === null || content === undefined ? null : new JsonValue(undefined, content);
  }

  get text(): string {
    return (this.known ??= inAscii(JSON.stringify(this.parsed)));
  }

  get content(): unknown {
    return (this.parsed ??= JSON.parse(this.text) as unknown);
  }

  /** Of the text. Users choose parts of that text, so collisions must be infeasible. */
  get digest(): string {
    return (this.hash ??= hash('sha256', this.text, 'base64url'));
  }
}

/**
 * The same JSON without characters outside ASCII. One of them makes Node decode the whole text in nine times the time, and
 * hash and encode it in twice the time (measured), and a text is read more often than it is written.
 */
const inAscii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const digestOf = (value: JsonValue | null): string => value?.digest ?? '';
