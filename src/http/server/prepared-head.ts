import { STATUS_CODES, validateHeaderName, validateHeaderValue, type ServerResponse } from 'node:http';
import type { PreparedHeaders } from '../../shared/prepared-headers';
import { KEEP_ALIVE_MS } from './node-server';

/*
 * Node's `writeHead` checks and joins some twenty headers for each response, an eighth of the CPU of a repeated read (measured).
 * Most of them are the same each time, so they are checked and joined once.
 *
 * Threat this file answers: a line break in a header, after which a user's text is read as another header, or as a response. Prepared
 * headers are checked as Node checks them. The headers of a single response are not checked, so their values must be numbers,
 * constants, or text that was checked before.
 */

/** @throws TypeError for what must not be in a header */
export function prepareHeaders(lines: readonly string[]): PreparedHeaders {
  for (let at = 0; at < lines.length; at += 2) {
    const [name = '', value = ''] = lines.slice(at, at + 2);
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  return { lines, text: textOf(lines) };
}

/** `_header` is null until Node has written the head into it. Node sends it with the first bytes of the body. */
type WithHead = ServerResponse & { _header?: string | null };

/** The headers that Node adds on a connection that stays open. */
const KEEP_ALIVE = `Connection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_MS / 1_000}\r\n`;

/**
 * Sends a response. The bytes are those of `writeHead`, in another order.
 *
 * @param lines safe names and values, in turns, of this response alone
 * @param body as long as the content-length says; null for none
 */
export function sendPrepared(
  response: ServerResponse,
  status: number,
  prepared: readonly PreparedHeaders[],
  lines: readonly string[],
  body: Buffer | string | null,
): void {
  const head = response as WithHead;
  // Node ends the connection by itself after a response that says so. A later version may keep its head elsewhere.
  if (!response.shouldKeepAlive || head._header !== null) {
    response.writeHead(status, [...prepared.flatMap((one) => one.lines), ...lines]).end(body);
    return;
  }
  response.statusCode = status;
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  for (const one of prepared) text += one.text;
  head._header = `${text}${textOf(lines)}${KEEP_ALIVE}Date: ${dateNow()}\r\n\r\n`;
  response.end(body);
}

function textOf(lines: readonly string[]): string {
  let text = '';
  for (let at = 0; at < lines.length; at += 2) text += `${lines[at]}: ${lines[at + 1]}\r\n`;
  return text;
}

let second = 0;
let date = '';

/** As of the current second. */
function dateNow(): string {
  const now = Math.floor(Date.now() / 1_000);
  if (now === second) return date;
  second = now;
  return (date = new Date(now * 1_000).toUTCString());
}
