/** A reason not to start that the operator can act on. Print `message`, which is one sentence, without a stack. */
export class StartError extends Error {
  /** Sysexits' EX_UNAVAILABLE: a required service is not available. */
  readonly exitCode = 69;

  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}
