/** A zone in which it is noon: the day does not end while a test runs. */
export function noonZone(): string {
  const offset = 12 - new Date().getUTCHours();
  // The signs of these zones are turned round.
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}
