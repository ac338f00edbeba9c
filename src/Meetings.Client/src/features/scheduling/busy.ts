/** Minutes after midnight that the chart shows: the working day with an hour on either side. */
export const chart = { from: 360, to: 1140 };

/** Where a span lies on the chart, in per cent; null when it lies outside. */
export function place(from: number, to: number): { left: number; width: number } | null {
  const [a, b] = [Math.max(from, chart.from), Math.min(to, chart.to)];
  if (a >= b) return null;
  const share = (minutes: number) => (minutes * 100) / (chart.to - chart.from);
  return { left: share(a - chart.from), width: share(b - a) };
}

export const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
export const minutesOf = (clockTime: string) => Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));
