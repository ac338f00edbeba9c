/** "00:42:07" of hours only when there are hours: 42:07. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** "310 kbit/s", "1,2 Mbit/s" in the reader's notation. */
export function rate(bitsPerSecond: number, locale: string): string {
  const format = (value: number, digits: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return bitsPerSecond >= 950_000 ? `${format(bitsPerSecond / 1e6, 1)} Mbit/s` : `${format(bitsPerSecond / 1000, 0)} kbit/s`;
}
