import { CommandError } from '../command/command';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** First bytes of files that spreadsheets save in other formats than CSV: ZIP (xlsx, ods, numbers) and xls. */
const SPREADSHEETS = [Buffer.from('PK\x03\x04', 'latin1'), Buffer.from('d0cf11e0', 'hex')];

/**
 * The text of a file that a spreadsheet has saved, with line feeds as line endings: UTF-8, or UTF-16 such as Excel's
 * "Unicode Text". The encoding is never guessed, because a wrong guess would import wrong characters.
 *
 * @throws CommandError with the first line that cannot be decoded, never with content
 */
export function decodeText(bytes: Buffer): string {
  if (SPREADSHEETS.some((start) => bytes.subarray(0, start.length).equals(start))) {
    throw new CommandError('The file is a spreadsheet, not CSV: open it and save it as "CSV UTF-8".');
  }
  const encoding = encodingOf(bytes);
  const text = decoded(bytes, encoding);
  if (text === null) throw new CommandError(complaint(bytes, encoding));
  return text.replace(/^\uFEFF+/, '').replace(/\r\n?/g, '\n');
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** By the byte order mark, or by the first character: headers start with ASCII, which has one zero byte in UTF-16. */
function encodingOf([first, second]: Buffer): Encoding {
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return 'utf-16be';
  return 'utf-8';
}

/** Null for bytes that are not of this encoding. */
function decoded(bytes: Buffer, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function complaint(bytes: Buffer, encoding: Encoding): string {
  const advice = 'save it as "CSV UTF-8", or letters would be lost';
  if (encoding !== 'utf-8') return `The file is not the UTF-16 that it begins as: ${advice}.`;
  return `Line ${firstUndecodableLine(bytes)}: The file is not UTF-8: ${advice}.`;
}

/** Line ends have the same bytes in every encoding that extends ASCII, and are never part of a letter in UTF-8. */
function firstUndecodableLine(bytes: Buffer): number {
  let [line, from] = [1, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    const ends = byte === LINE_FEED || (byte === CARRIAGE_RETURN && bytes[at + 1] !== LINE_FEED);
    if (!ends) continue;
    if (decoded(bytes.subarray(from, at), 'utf-8') === null) break;
    from = at + 1;
    line += 1;
  }
  return line;
}
