import { v5 } from 'uuid';

const NAMESPACE = '6f1c9a52-7c1b-4b0e-9c53-5f0d6f0a2b11';

/** The id of a demo row: always the same for the same name, so that loading again finds what is there. */
export const demoId = (name: string): string => v5(name, NAMESPACE);

/** One of the options, always the same for the same name. */
export function pick<T>(options: readonly T[], name: string): T {
  const option = options[parseInt(demoId(name).slice(0, 8), 16) % options.length];
  if (option === undefined) throw new Error(`nothing to pick from for ${name}`);
  return option;
}
