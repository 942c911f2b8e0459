import { ValidateBy } from './class-validator';

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAY_MS = 24 * 3_600_000;

/** Whether the text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const day = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A possible date of birth. Tomorrow is allowed, because that day has already begun in some time zones. */
export const IsBirthday = (): PropertyDecorator =>
  ValidateBy({
    name: 'birthday',
    validator: {
      validate: (value) =>
        typeof value === 'string' && isDay(value) && value >= '1900-01-01' && value <= dayAt(Date.now() + DAY_MS),
      defaultMessage: () => 'must be a day from 1900-01-01 to today, as YYYY-MM-DD',
    },
  });

const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
