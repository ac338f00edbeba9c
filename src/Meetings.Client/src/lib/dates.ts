import { language } from './i18n';

/** The one zone of the country; meetings carry their own. */
export const homeZone = 'Asia/Ho_Chi_Minh';

const locale = () => (language.value === 'vi' ? 'vi-VN' : 'en-GB');
const format = (at: string | number | Date, options: Intl.DateTimeFormatOptions, zone = homeZone) =>
  new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(new Date(at));

/** "08:00" */
export const time = (at: string | number | Date, zone?: string) => format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone);

/** "23/11/2026" */
export const date = (at: string | number | Date, zone?: string) => format(at, { day: '2-digit', month: '2-digit', year: 'numeric' }, zone);

/** "Thứ Hai, 23/11/2026": the weekday helps more than the month's name. */
export function longDate(at: string | number | Date, zone?: string): string {
  // "Chủ nhật": the decree on documents writes only the first syllable with a capital.
  const weekday = format(at, { weekday: 'long' }, zone).replace('Chủ Nhật', 'Chủ nhật');
  return `${weekday[0]!.toUpperCase()}${weekday.slice(1)}, ${date(at, zone)}`;
}

/** A long date within a line: "08:00, thứ Hai, 23/11/2026". */
export const inLine = (day: string) => day.replace(/^Thứ /, 'thứ ');

export const dateTime = (at: string | number | Date, zone?: string) => `${time(at, zone)} ${date(at, zone)}`;

/** The calendar day of an instant in a zone as yyyy-MM-dd, for grouping and date fields. */
export const isoDay = (at: string | number | Date, zone = homeZone) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));

/** A local wall time `2026-11-23T08:00` moved by minutes, still a wall time. */
export function plusMinutes(local: string, minutes: number): string {
  const moved = new Date(`${local}Z`.replace(/(T\d\d:\d\d)Z$/, '$1:00Z'));
  moved.setUTCMinutes(moved.getUTCMinutes() + minutes);
  return moved.toISOString().slice(0, 16);
}
