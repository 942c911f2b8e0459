import type { FastifyInstance } from 'fastify';
import { AppError } from '../../platform/errors/app-error';
import { textOf } from './body-text';

/*
 * Threats this file answers: JSON with a hundred thousand levels costs 50 ms to parse (measured), and overflows the stack of
 * recursive code. So its depth is checked before it is parsed.
 */
const DEPTH_MAX = 64;

/** Accepts only `application/json` bodies, for routes outside of the transports, which have rules of their own. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    parseJson(textOf(body), 'The body'),
  );
}

/** Accepts the same bodies without parsing them, for a transport that may not need their content. */
export function keepJsonBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    textOf(body),
  );
}

/**
 * @param what the text is called in the error, for example `The body`
 * @throws AppError BAD_REQUEST for text that is not JSON or is nested too deeply
 */
export function parseJson(text: string, what: string): unknown {
  if (isTooDeep(text)) throw new AppError('BAD_REQUEST', `${what} is nested too deeply.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('BAD_REQUEST', `${what} is not valid JSON.`);
  }
}

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === BRACE_L || code === BRACKET_L) {
      if (++depth > DEPTH_MAX) return true;
    } else if (code === BRACE_R || code === BRACKET_R) depth -= 1;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET_L = 0x5b;
const BRACKET_R = 0x5d;
const BRACE_L = 0x7b;
const BRACE_R = 0x7d;
