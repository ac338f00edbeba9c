/** "23/11/2026", "23-11-2026", "23.11.2026", "23112026" as yyyy-MM-dd; null when it is no day. */
export function typedDay(text: string): string | null {
  const parts = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(text.trim()) ?? /^(\d\d)(\d\d)(\d{4})$/.exec(text.trim());
  if (!parts) return null;
  const iso = `${parts[3]}-${parts[2]!.padStart(2, '0')}-${parts[1]!.padStart(2, '0')}`;
  const day = new Date(`${iso}T00:00:00Z`);
  // The 31st of a short month rolls over to the next one.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : null;
}

/** "8", "730", "07:30", "7h30", "7 giờ 30" as HH:mm of a 24-hour day; null when it is no time. */
export function typedTime(text: string): string | null {
  const parts = /^(\d{1,2})\s*(?:[:.hg]|giờ)?\s*(\d\d)?$/i.exec(text.trim());
  if (!parts) return null;
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? 0)];
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null;
}

/** yyyy-MM-dd as people write it: "23/11/2026". */
export const writtenDay = (iso: string) => iso.split('-').reverse().join('/');
