/** Lower case without diacritics, đ as d: typing "thap muoi" finds "Tháp Mười". The same fold as the server's. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{Mn}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

/** True when every word of the query occurs in the text, in any order. */
export function matches(text: string, query: string): boolean {
  const folded = fold(text);
  return fold(query).split(/\s+/).every((word) => folded.includes(word));
}

const collator = new Intl.Collator('vi');
const givenName = (fullName: string) => fullName.slice(fullName.trimEnd().lastIndexOf(' ') + 1);

/** Vietnamese lists of people go by the given name, the last word. */
export const byGivenName = (a: string, b: string): number => collator.compare(givenName(a), givenName(b)) || collator.compare(a, b);

/** "3,4 MB" in the reader's notation; decimal units as operators count them. */
export function bytes(count: number, language: string): string {
  const [value, unit] = count < 1000 ? [count, 'B'] : count < 1e6 ? [count / 1e3, 'kB'] : [count / 1e6, 'MB'];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 && unit === 'MB' ? 1 : 0 }).format(value)} ${unit}`;
}
