import { AppError } from '../../platform/errors/app-error';
import { JSON_TYPE } from '../server/headers';

export const GRAPHQL_JSON = 'application/graphql-response+json';

export const speaksGraphqlJson = (contentType: string): boolean => contentType.startsWith(GRAPHQL_JSON);

/** The client accepts none of the gateway's types. The response is 406, and nothing was executed. */
export class NotAcceptable extends AppError {
  constructor() {
    super(
      'BAD_REQUEST',
      'The Accept header allows neither application/json nor application/graphql-response+json. Nothing was executed.',
    );
  }
}

/** As `contentTypeFor`. @throws NotAcceptable */
export function negotiate(accept: string | undefined): string {
  const contentType = contentTypeFor(accept);
  if (contentType === null) throw new NotAcceptable();
  return contentType;
}

/** A media range of an Accept header (RFC 9110, 12.5.1). */
interface Range {
  type: string;
  /** Other than `q`, e.g. `charset=utf-8`. */
  parameters: string[];
  quality: number;
}

/** Without a preference of the client, the first one is used. */
const OFFERS = [
  { range: 'application/json', contentType: JSON_TYPE },
  { range: GRAPHQL_JSON, contentType: `${GRAPHQL_JSON}; charset=utf-8` },
] as const;

/** How specific a range is. Of two ranges that match a type, the more specific one counts. */
const EXACT = 2;
const SUBTYPES = 1;
const ANY = 0;

/**
 * The content type of a GraphQL response; null if the client accepts none. It is chosen before anything runs, because a
 * refusal must mean that nothing was done.
 */
export function contentTypeFor(accept: string | undefined): string | null {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return JSON_TYPE;
  const ranges = splitOutsideQuotes(accept, ',').map(rangeOf);
  const rated = OFFERS.map(({ range, contentType }) => ({ contentType, ...rate(range, ranges) }));
  const [best] = rated
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || b.closeness - a.closeness || a.place - b.place);
  return best?.contentType ?? null;
}

/** The quality of a type by the most specific matching range, and the position of that range in the header. */
function rate(type: string, ranges: readonly Range[]): { quality: number; closeness: number; place: number } {
  let best = { quality: 0, closeness: -1, place: 0 };
  for (const [place, range] of ranges.entries()) {
    const closeness = closenessOf(type, range);
    if (closeness !== null && closeness > best.closeness) best = { quality: range.quality, closeness, place };
  }
  return best;
}

function closenessOf(type: string, range: Range): number | null {
  if (!range.parameters.every((parameter) => /^charset=utf-?8$/.test(parameter))) return null;
  if (range.type === type) return EXACT;
  if (range.type === 'application/*') return SUBTYPES;
  return range.type === '*/*' || range.type === '*' ? ANY : null;
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = splitOutsideQuotes(text, ';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => /^q\s*=/.test(parameter));
  return {
    type,
    parameters: parameters.filter((one) => one !== '' && one !== quality).map(plain),
    quality: quality === undefined ? 1 : qualityOf(quality),
  };
}

/** Without quotes and blanks: `charset = "utf-8"` is `charset=utf-8`. */
const plain = (parameter: string): string => parameter.replace(/["\s]/g, '');

/** An invalid quality counts as 0, because the client may not be able to read that type. */
function qualityOf(parameter: string): number {
  const value = Number(plain(parameter).slice('q='.length));
  return value >= 0 && value <= 1 ? value : 0;
}

const splitOutsideQuotes = (text: string, separator: ',' | ';'): string[] =>
  text.includes('"') ? (text.match(separator === ',' ? LIST_ITEM : PARAMETER) ?? []) : text.split(separator);

/** An unclosed quote reaches to the end. Searching the rest again from every quote in it would take half a second (measured). */
const LIST_ITEM = /(?:"(?:[^"\\]|\\.?)*(?:"|$)|[^,"])+/g;
const PARAMETER = /(?:"(?:[^"\\]|\\.?)*(?:"|$)|[^;"])+/g;
