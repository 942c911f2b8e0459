/** The fault of one variable. Never contains its value: some values are secret, and logs keep startup messages. */
export interface VariableFault {
  variable: string;
  fault: string;
  example: string;
}

/** The environment is invalid. `main` prints the message and exits with `exitCode` (sysexits' EX_CONFIG). */
export class ConfigError extends Error {
  readonly exitCode = 78;

  constructor(readonly faults: readonly VariableFault[]) {
    const lines = faults.map(({ variable, fault, example }) => `  ${variable} ${fault}; for example ${example}`);
    super(`The environment has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines.join('\n')}`);
    this.name = 'ConfigError';
  }
}
