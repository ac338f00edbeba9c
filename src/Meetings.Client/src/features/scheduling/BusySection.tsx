import './planning.catalogue';
import { longDate } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { BusyRow, ClashReport } from '../../wire/contracts';
import { chart, clock, minutesOf, place } from './busy';
import type { Draft } from './draft';

const hours = Array.from({ length: (chart.to - chart.from) / 60 + 1 }, (_, i) => chart.from + i * 60).filter((m) => m % 120 === 60);
/** Rows shown before the rest is folded. */
const most = 12;

/** When everybody of the plan is taken on its day, beside the planned time. */
export function BusySection({ report, draft: d }: { report: ClashReport | null; draft: Draft }) {
  if (!report || !d.day || !d.start || report.day.length === 0) return null;
  const [first, rest] = [report.day.slice(0, most), report.day.slice(most)];
  return (
    <section id="busy" class="card stack-tight">
      <h2>{t('busy.title')}</h2>
      <p class="muted">{longDate(`${d.day}T00:00:00Z`, 'UTC')}. {t('busy.hint')}</p>
      <div class="busy-scale number" aria-hidden="true">{hours.map((m) => <span key={m} style={{ left: `${place(chart.from, m + 0.01)?.width ?? 0}%` }}>{clock(m)}</span>)}</div>
      <ul class="busy">{first.map((row) => <Row key={row.name + row.kind} row={row} draft={d} />)}</ul>
      {rest.length > 0 && (
        <details>
          <summary>{t('busy.more', { count: rest.length })}</summary>
          <ul class="busy">{rest.map((row) => <Row key={row.name + row.kind} row={row} draft={d} />)}</ul>
        </details>
      )}
      {report.freeAllDay > 0 && <p class="muted">{t('busy.free', { count: report.freeAllDay })}</p>}
    </section>
  );
}

function Row({ row, draft: d }: { row: BusyRow; draft: Draft }) {
  const from = minutesOf(d.start);
  const planned = place(from, from + Number(d.minutes));
  return (
    <li>
      <p><strong>{row.kind ? row.name : t('busy.room', { name: row.name })}</strong></p>
      <div class="busy-bar" aria-hidden="true">
        {row.spans.map((s) => {
          const at = place(s.from, s.to);
          return at && <span key={s.from} class="busy-span" style={{ left: `${at.left}%`, width: `${at.width}%` }} title={s.title} />;
        })}
        {planned && <span class="busy-planned" style={{ left: `${planned.left}%`, width: `${planned.width}%` }} />}
      </div>
      <p class="muted number">{row.spans.map((s) => `${clock(s.from)}–${clock(s.to)} ${s.title ?? t('busy.hidden')}`).join('; ')}</p>
    </li>
  );
}
