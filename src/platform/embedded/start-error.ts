/**
 * A reason not to start that the person at the terminal can act on: print `message` (one sentence, no stack) and
 * end with `exitCode` (sysexits: 69 = a needed service is unavailable).
 */
export class StartError extends Error {
  constructor(
    message: string,
    readonly exitCode = 69,
  ) {
    super(message);
    this.name = 'StartError';
  }
}
