/** The 95 % score interval of a proportion (Wilson 1927): it stays within 0 and 1. */
export function wilsonInterval(proportion: number, count: number): { low: number; high: number } {
  const z = 1.959963984540054;
  const centre = proportion + z ** 2 / (2 * count);
  const reach = z * Math.sqrt((proportion * (1 - proportion)) / count + (z / (2 * count)) ** 2);
  const scale = 1 + z ** 2 / count;
  return { low: (centre - reach) / scale, high: (centre + reach) / scale };
}
