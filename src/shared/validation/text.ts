import { ValidateBy, ValidateIf } from './class-validator';
import { isNormalizable, MARKS_IN_A_ROW_MAX } from '../../platform/unicode';
import {
  EMAIL_MAX,
  lengthOf,
  normalizeEmail,
  normalizePhone,
  normalizeText,
  UNITS_OF_CHARACTER_MAX,
  withoutInvisible,
} from './normal-form';

/** PostgreSQL cannot store NUL, and all halves of surrogate pairs would become the same character. */
export const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed();

/** The length of the stored text counts, because normalization may turn one character into three. */
function textFault(value: unknown, min: number, max: number, normalize = normalizeText): string | null {
  if (typeof value !== 'string') return 'must be text';
  if (!isStorable(value)) return 'must not contain NUL or broken characters';
  const visible = withoutInvisible(value).trim();
  if (visible.length > max * UNITS_OF_CHARACTER_MAX) return `must have at most ${max} characters`;
  if (!isNormalizable(visible)) return `must not have more than ${MARKS_IN_A_ROW_MAX} combining marks in a row`;
  const length = lengthOf(normalize(value));
  if (length < min) return min === 1 ? 'must not be empty' : `must have at least ${min} characters`;
  return length > max ? `must have at most ${max} characters` : null;
}

/** A rule with its own message, which never repeats the input. */
function rule(name: string, faultOf: (value: unknown, object: object) => string | null): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value, args) => faultOf(value, args?.object ?? {}) === null,
      defaultMessage: (args) => faultOf(args?.value, args?.object ?? {}) ?? 'is not valid',
    },
  });
}

/** Text of `min` to `max` characters, surrounding space not counted. */
export const IsText = (max: number, min = 1): PropertyDecorator => rule('text', (value) => textFault(value, min, max));

/** A password. Every character counts, including spaces. */
export const IsPassword = (min: number, max: number): PropertyDecorator =>
  rule('password', (value) => {
    if (typeof value !== 'string') return 'must be text';
    if (!isStorable(value)) return 'must not contain NUL or broken characters';
    const length = lengthOf(value);
    return length < min || length > max ? `must have ${min} to ${max} characters` : null;
  });

/** A phone number with a maximum length, or none. */
export const IsPhone = (max: number): PropertyDecorator =>
  rule('phone', (value) => textFault(value, 0, max, normalizePhone));

/** The labels of the domain are not empty: with a dot at the end, the same domain would have two forms. */
const EMAIL = /^[^\s\p{Cc}@<>"(),:;[\]\\]+@(?:[^\s\p{Cc}@.<>"(),:;[\]\\]+\.)+[^\s\p{Cc}@.<>"(),:;[\]\\]+$/u;

export const IsEmailAddress = (): PropertyDecorator =>
  rule('email', (value) => {
    const fault = textFault(value, 3, EMAIL_MAX, normalizeEmail);
    if (fault) return fault;
    return EMAIL.test(normalizeEmail(value as string)) ? null : 'must be an e-mail address';
  });

/** Whether an account could have this address. */
export const isEmailAddress = (text: string): boolean =>
  textFault(text, 3, EMAIL_MAX, normalizeEmail) === null && EMAIL.test(normalizeEmail(text));

/** The URL of a web page, http or https, with a maximum length. */
export const IsLink = (max: number): PropertyDecorator =>
  rule('link', (value) => {
    const fault = textFault(value, 1, max);
    if (fault) return fault;
    const text = normalizeText(value as string);
    return LINK.test(text) && URL.canParse(text) ? null : 'must be a link that begins with http:// or https://';
  });

const LINK = /^https?:\/\/[^\s\p{Cc}]+$/iu;

/** A moment that clients' calendars and the database can represent. */
export const IsMoment = (): PropertyDecorator =>
  rule('moment', (value) => {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) return 'must be a date and time';
    const year = value.getUTCFullYear();
    return year < 1900 || year > 9998 ? 'must lie between the years 1900 and 9998' : null;
  });

/** A whole number from `min` to `max`. */
export const IsWithin = (min: number, max: number): PropertyDecorator =>
  rule('within', (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? null
      : `must be from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}`,
  );

/** For updates: an absent field stays unchanged. Null is refused by the rules that follow. */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

export {
  normalizeEmail,
  normalizeOptional,
  normalizeOptionalPhone,
  normalizeSearch,
  normalizeText,
} from './normal-form';
