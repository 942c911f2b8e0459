/*
 * Threat this file answers: text that stops the event loop. Normalization sorts the combining marks that follow one another,
 * in a time that grows with the square of their number: 48,000 marks, which fit into one request, take seconds.
 */

/** Marks in a row that the Stream-Safe Text Format allows (UAX #15, section 13). No language comes near. */
export const MARKS_IN_A_ROW_MAX = 30;

/** A mark begins no match but the first, so that the search takes linear time. */
const TOO_MANY_MARKS = new RegExp(`(?:^|\\P{M})\\p{M}{${MARKS_IN_A_ROW_MAX + 1}}`, 'u');

/** Whether the text has no more marks in a row than that. */
export const isNormalizable = (text: string): boolean => !TOO_MANY_MARKS.test(text);

/** Normalizes in linear time. @returns the text unchanged if it has too many marks in a row: rules for input refuse it */
export const normalized = (text: string, form: 'NFC' | 'NFD' | 'NFKC'): string =>
  // eslint-disable-next-line no-restricted-syntax -- this is where it is made safe
  isNormalizable(text) ? text.normalize(form) : text;
