import { t } from '../../lib/i18n';
import type { MinutesBody, MinutesPerson } from '../../wire/contracts';

const stay = (p: MinutesPerson) =>
  [p.from && t('minutes.cameAt', { time: p.from }), p.to && t('minutes.leftAt', { time: p.to }), p.note].filter(Boolean).join('; ');

/** The minutes to read, in the order of the printed form. */
export function Reading({ body }: { body: MinutesBody }) {
  const facts: [string, string][] = [
    [t('minutes.begin'), body.begin],
    [t('minutes.place'), body.place],
    [t('minutes.chair'), body.chair],
    [t('minutes.secretary'), body.secretary],
  ];
  return (
    <article class="card stack minutes-reading">
      <header>
        {body.parentAuthority && <p class="minutes-text">{body.parentAuthority}</p>}
        <p class="minutes-text"><strong>{body.authority}</strong></p>
        <h2>{t('minutes.title')}</h2>
        <p><strong>{body.title}</strong></p>
      </header>
      <dl>{facts.filter(([, value]) => value).map(([name, value]) => [<dt>{name}</dt>, <dd>{value}</dd>])}</dl>
      <section class="stack-tight">
        <h3>{t('minutes.attendance')}</h3>
        {body.attendance.map((unit) => (
          <div key={unit.unit}>
            <p><strong>{unit.unit}</strong></p>
            <ul class="minutes-list">
              {unit.people.map((p, i) => <li key={i}>{[p.name, p.position, p.role].filter(Boolean).join(', ')}{stay(p) && ` (${stay(p)})`}</li>)}
            </ul>
          </div>
        ))}
        {body.absent.length > 0 && <p><strong>{t('minutes.absent')}</strong></p>}
        <ul class="minutes-list">
          {body.absent.map((a, i) => <li key={i}>{[a.name, a.unit].filter(Boolean).join(', ')} ({t(a.excused ? 'minutes.excusedText' : 'minutes.unexcusedText')})</li>)}
        </ul>
      </section>
      {body.items.map((item) => (
        <section key={item.number} class="stack-tight">
          <h3>{item.number}. {item.title}</h3>
          {item.begin && <p class="muted">{item.end ? t('minutes.itemTime', { begin: item.begin, end: item.end }) : item.begin}</p>}
          <p class="minutes-text">{item.text}</p>
        </section>
      ))}
      <p class="minutes-text">{body.closing}</p>
      {body.recipients.length > 0 && (
        <section>
          <h3>{t('minutes.recipientsShort')}</h3>
          <ul class="minutes-list">{body.recipients.map((line, i) => <li key={i}>{line}</li>)}</ul>
        </section>
      )}
    </article>
  );
}
