import { ConfigError, type VariableFault } from './config-error';
import { Fault, type Parser } from './parsers';
import { VARIABLES, type DefaultedName, type VariableName } from './variables';

/** A variable that the gateway does not read, but whose presence matters. */
type ForeignName = 'PGSSLMODE';

/** Reads variables and collects their faults, so that an operator can fix all of them at once. */
export class EnvReader {
  private readonly faults: VariableFault[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** An empty variable counts as unset, because compose files and CI systems pass empty strings for unset variables. */
  has(name: VariableName | ForeignName): boolean {
    return (this.env[name] ?? '') !== '';
  }

  /** @returns the parsed value; undefined if the variable is unset or faulty */
  optional<T>(name: VariableName, parse: Parser<T>): T | undefined {
    if (!this.has(name)) return undefined;
    try {
      return parse(this.env[name] ?? '');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.fault(name, error.message);
      return undefined;
    }
  }

  /** @returns the parsed value; the default if the variable is unset or faulty. After a fault, `finish` throws. */
  read<T>(name: DefaultedName, parse: Parser<T>): T {
    const value = this.optional(name, parse);
    return value === undefined ? parse(VARIABLES[name].fallback) : value;
  }

  /** Records a fault that no value shows by itself, such as a variable that another one requires. */
  fault(name: VariableName, fault: string): void {
    this.faults.push({ variable: name, fault, example: VARIABLES[name].example });
  }

  /** @throws ConfigError naming every fault met */
  finish(): void {
    if (this.faults.length > 0) throw new ConfigError(this.faults);
  }
}
