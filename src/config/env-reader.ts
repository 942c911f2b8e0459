import { ConfigError, type VariableFault } from './config-error';
import { Fault, type Parser } from './parsers';
import { VARIABLES, type DefaultedName, type VariableName } from './variables';

/** Reads variables one by one and keeps every fault, so that an operator repairs all of them in one go. */
export class EnvReader {
  private readonly faults: VariableFault[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** An empty variable counts as unset, because compose files and CI systems pass empty strings for unset variables. */
  has(name: VariableName): boolean {
    return (this.env[name] ?? '') !== '';
  }

  /** Whether a variable that the gateway does not read is set. */
  hasForeign(name: string): boolean {
    return (this.env[name] ?? '') !== '';
  }

  /** @returns the parsed value, or undefined if it is unset or not valid */
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

  /** @returns the parsed value or the default; a faulty one also gives the default, which `finish` keeps from use */
  read<T>(name: DefaultedName, parse: Parser<T>): T {
    const value = this.optional(name, parse);
    return value === undefined ? parse(VARIABLES[name].fallback) : value;
  }

  /** Notes a fault that no single value shows, such as a variable that another one makes necessary. */
  fault(name: VariableName, fault: string): void {
    this.faults.push({ variable: name, fault, example: VARIABLES[name].example });
  }

  /** @throws ConfigError naming every fault met */
  finish(): void {
    if (this.faults.length > 0) throw new ConfigError(this.faults);
  }
}
