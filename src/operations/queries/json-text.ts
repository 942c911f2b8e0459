import { randomUUID } from 'node:crypto';

/** Stands for a text while JSON.stringify runs. It is random and never leaves the process, so no user can send it. */
const MARK = randomUUID();

/** The texts of the value that is being written, in order. */
let written: string[] = [];

/** A value as JSON text. Only `jsonOf` can write it. */
export class JsonText {
  constructor(private readonly text: string) {}

  toJSON(): string {
    written.push(this.text);
    return MARK;
  }
}

/** @param value may hold `JsonText` anywhere */
export function jsonOf(value: object): string {
  written = [];
  const json = JSON.stringify(value);
  if (written.length === 0) return json;
  const [first = '', ...others] = json.split(`"${MARK}"`);
  return first + others.map((other, nth) => `${written[nth]}${other}`).join('');
}
