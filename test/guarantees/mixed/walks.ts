/**
 * As many walks through `all` as it has members (an even number of them): each member begins one walk, and each stands
 * directly behind each other one exactly once. E. J. Williams, 1949.
 */
export function balancedWalks<T>(all: readonly T[]): T[][] {
  const zigzag = all.map((_, step) => (step % 2 ? (step + 1) / 2 : all.length - step / 2));
  return all.map((_, start) => zigzag.map((step) => all[(start + step) % all.length] as T));
}
