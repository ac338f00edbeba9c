import { inLine, longDate } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { Icon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { DayWarnings } from './DayWarnings';
import { labels } from './agenda';
import { itemTimes, type Draft, type Finding } from './draft';

/** What every participant will see, and what still misses. */
export function ReviewSection({ draft: d, findings }: { draft: Draft; findings: Finding[] }) {
  const times = itemTimes(d);
  const numbers = labels(d.items);
  return (
    <section id="review" class="stack">
      <div class="card stack-tight">
        <h2>{t('editor.review')}</h2>
        <DayWarnings day={d.day} isUrgent={!!d.isUrgent} />
        {findings.length === 0 ? <Notice tone="good"><p>{t('editor.ready')}</p></Notice> : (
          <>
            <p><strong>{t('editor.problems', { count: findings.length })}</strong></p>
            <ul class="stack-tight">
              {findings.map((f) => (
                <li key={f.key + String(f.args?.number ?? '')} class={`finding${f.blocks ? ' error' : ''}`}>
                  <Icon name={f.blocks ? 'warning' : 'help'} />
                  <span>{t(f.key, f.args)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <div class="card stack-tight">
        <h2>{t('editor.whatTheySee')}</h2>
        <p><strong>{d.title || '…'}</strong></p>
        {d.day && <p>{d.start}, {inLine(longDate(`${d.day}T00:00:00Z`, 'UTC'))}</p>}
        {d.place && <p class="muted">{d.place}</p>}
        {d.chair && <p>{t('meeting.chair')}: {d.chair.name}</p>}
        <ol class="stack-tight">
          {d.items.filter((i) => i.title.trim()).map((i) => (
            <li key={i.key} class={i.depth ? 'agenda-part' : undefined}><span class="muted number">{times[d.items.indexOf(i)]}</span> {numbers[d.items.indexOf(i)]}. {i.title}</li>
          ))}
        </ol>
      </div>
    </section>
  );
}
