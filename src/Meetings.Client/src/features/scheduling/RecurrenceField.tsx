import { longDate, date } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { MonthlyBy, OccurrenceView, RecurrenceUnit } from '../../wire/contracts';
import { asRefused, post, refusalText } from '../../wire/http';
import { DateField } from '../../ui/DateField';
import { Checkbox, Select, TextField } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { useLoad, useSettled } from '../../ui/use';
import type { Draft } from './draft';
import { holidayName } from './holidays';
import { monthlyWords, newRepeat, ruleOf, weekdayName, weekdayOf, weekdays, type Repeat } from './recurrence';

const units: RecurrenceUnit[] = ['day', 'week', 'month'];
const monthly: MonthlyBy[] = ['dayOfMonth', 'weekday', 'lastWeekday'];
const onDayOff = ['nextWorkingDay', 'previousWorkingDay', 'skip', 'keep'] as const;

/** How a new meeting recurs, and the days that means. */
export function RecurrenceField({ draft: d, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const r = d.repeat;
  const edit = (part: Partial<Repeat>) => change({ repeat: { ...r!, ...part } });
  return (
    <>
      <Checkbox label={t('recur.switch')} checked={!!r} onChange={(on) => change({ repeat: on ? newRepeat() : null })} />
      {r && d.day && (
        <div class="stack recur">
          <div class="columns">
            <Select label={t('recur.unit')} value={r.unit} options={units.map((u) => ({ value: u, label: t(`recur.unit.${u}`) }))} onChange={(unit) => edit({ unit, without: [] })} />
            <TextField label={t('recur.interval')} type="number" min={1} max={12} value={r.interval} onInput={(interval) => edit({ interval, without: [] })} />
            <Select label={t('recur.onDayOff')} value={r.onDayOff} options={onDayOff.map((o) => ({ value: o, label: t(`recur.onDayOff.${o}`) }))} onChange={(rule) => edit({ onDayOff: rule })} />
          </div>
          {r.unit === 'week' && (
            <fieldset class="recur-days">
              <legend>{t('recur.weekdays')}</legend>
              <div class="row">
                {weekdays.map((w) => {
                  const chosen = r.weekdays.length > 0 ? r.weekdays : [weekdayOf(d.day)];
                  return <Checkbox key={w} label={weekdayName(w)} checked={chosen.includes(w)} onChange={(on) => edit({ weekdays: on ? [...chosen, w] : chosen.filter((x) => x !== w), without: [] })} />;
                })}
              </div>
            </fieldset>
          )}
          {r.unit === 'month' && (
            <Select label={t('recur.monthlyBy')} value={r.monthlyBy} options={monthly.map((m) => ({ value: m, label: monthlyWords(m, d.day) }))} onChange={(monthlyBy) => edit({ monthlyBy, without: [] })} />
          )}
          <div class="columns">
            <Select label={t('recur.ends')} value={r.ends} options={(['count', 'until'] as const).map((e) => ({ value: e, label: t(`recur.ends.${e}`) }))} onChange={(ends) => edit({ ends })} />
            {r.ends === 'count'
              ? <TextField label={t('recur.count')} type="number" min={2} max={60} value={r.count} onInput={(count) => edit({ count })} />
              : <DateField label={t('recur.until')} value={r.until} onInput={(until) => edit({ until })} />}
          </div>
          <Days draft={d} repeat={r} edit={edit} />
        </div>
      )}
    </>
  );
}

function Days({ draft: d, repeat: r, edit }: { draft: Draft; repeat: Repeat; edit: (part: Partial<Repeat>) => void }) {
  const rule = ruleOf(r);
  const question = useSettled(JSON.stringify(rule && d.start ? { localStart: `${d.day}T${d.start}`, zone: d.zone, recurrence: rule } : null), 300);
  const asked = useLoad(async () => (question === 'null' ? null : post<OccurrenceView[]>('/api/meetings/recurrence', JSON.parse(question))), question);
  if (asked.error) return <Problem text={refusalText(asRefused(asked.error))} />;
  if (!asked.value) return null;
  const held = asked.value.filter((o) => o.start);
  return (
    <details open={held.length <= 12}>
      <summary><strong>{t('recur.days', { count: held.filter((o) => !r.without.includes(dayOf(o.byRule))).length })}</strong></summary>
      <p class="muted">{t('recur.daysHint')}</p>
      <ul class="recur-list">
        {asked.value.map((o, i) => <li key={o.byRule}><Occurrence occurrence={o} isFirst={i === 0} repeat={r} edit={edit} /></li>)}
      </ul>
    </details>
  );
}

function Occurrence({ occurrence: o, isFirst, repeat: r, edit }: { occurrence: OccurrenceView; isFirst: boolean; repeat: Repeat; edit: (part: Partial<Repeat>) => void }) {
  const day = dayOf(o.byRule);
  const reason = o.dayOff && (o.dayOff === 'weekend' ? t('recur.weekend') : holidayName(o.dayOff));
  if (!o.start) return <span class="muted">{t('recur.skipped', { day: said(day), reason: reason ?? '' })}</span>;
  const label = [said(dayOf(o.start)), dayOf(o.start) !== day && t('recur.moved', { day: date(`${day}T00:00:00Z`, 'UTC'), reason: reason ?? '' })].filter(Boolean).join(' – ');
  if (isFirst) return <span>{label}</span>;
  return (
    <Checkbox
      label={label}
      checked={!r.without.includes(day)}
      onChange={(on) => edit({ without: on ? r.without.filter((x) => x !== day) : [...r.without, day] })}
    />
  );
}

const dayOf = (local: string) => local.slice(0, 10);
const said = (day: string) => longDate(`${day}T00:00:00Z`, 'UTC');
