import { hash } from 'node:crypto';
import type { Format } from './source';

/**
 * A cached value: its JSON text and its parsed content. Each is made from the other when first needed, and only once. Several
 * requests share a value, so its content must not be changed.
 */
export class JsonValue {
  private hash: string | undefined;

  private constructor(
    private known: string | undefined,
    private parsed: unknown,
    private readonly format?: Format<unknown>,
  ) {}

  /** @param text JSON @param format of the text, if it differs from the content's JSON */
  static ofText(text: string, format?: Format<unknown>): JsonValue {
    return new JsonValue(text, undefined, format);
  }

  /** @param content plain JSON: no Date, nothing undefined @returns null for a value that does not exist */
  static of(content: unknown): JsonValue | null {
    return content === null || content === undefined ? null : new JsonValue(undefined, content);
  }

  /** @param loaded by a source: JSON text if the source has a format, else the content */
  static loaded(loaded: unknown, format?: Format<unknown>): JsonValue | null {
    if (typeof loaded !== 'string' || !format) return JsonValue.of(loaded);
    return new JsonValue(inAscii(loaded), format.valueOf(loaded), format);
  }

  get text(): string {
    return (this.known ??= inAscii(JSON.stringify(this.parsed)));
  }

  get content(): unknown {
    return (this.parsed ??= this.parse());
  }

  /**
   * Frees the content, which is parsed again when it is next needed. A value lives on while it is stored in Redis, and while
   * old objects refer to it. Its content takes twice the memory of its text.
   */
  forgetContent(): void {
    if (this.known !== undefined) this.parsed = undefined;
  }

  private parse(): unknown {
    return this.format ? this.format.valueOf(outOfAscii(this.text)) : JSON.parse(this.text);
  }

  /** The digest of the text. Users choose parts of that text, so collisions must be infeasible. */
  get digest(): string {
    return (this.hash ??= hash('sha256', this.text, 'base64url'));
  }
}

/**
 * The same JSON without characters outside ASCII. With one such character, Node decodes the text in nine times the time, and
 * hashes and encodes it in twice the time (measured). A text is read more often than it is written.
 */
function inAscii(json: string): string {
  // Counting bytes takes a tenth of the time of looking for such a character.
  if (Buffer.byteLength(json) === json.length) return json;
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Undoes `inAscii`. */
function outOfAscii(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replace(/\\(?:u([\da-f]{4})|.)/g, (escape, code?: string) =>
    code !== undefined && code >= '0080' ? String.fromCharCode(parseInt(code, 16)) : escape,
  );
}

export const digestOf = (value: JsonValue | null): string => value?.digest ?? '';
