import { t, type Key } from '../../lib/i18n';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { wordsOf, type Part } from './draft';
import type { MinutesDesk } from './minutesDesk';

const titles: Record<Exclude<Part, `item:${number}`>, Key> = {
  parentAuthority: 'minutes.parentAuthority',
  authority: 'minutes.authority',
  title: 'minutes.subject',
  begin: 'minutes.begin',
  end: 'minutes.end',
  place: 'minutes.place',
  chair: 'minutes.chair',
  secretary: 'minutes.secretary',
  closing: 'minutes.closingText',
  attendance: 'minutes.attendance',
  absent: 'minutes.absent',
  recipients: 'minutes.recipientsShort',
};
const titleOf = (part: Part) =>
  part in titles ? t(titles[part as keyof typeof titles]) : t('minutes.itemTitle', { number: part.slice('item:'.length) });

/** Two people changed the same part: both versions side by side, one decision each. Everything else was joined already. */
export function Clashes({ desk }: { desk: MinutesDesk }) {
  if (desk.clashes.value.length === 0) return null;
  return (
    <Notice tone="warn">
      <p role="alert">{t('minutes.conflict')}</p>
      {desk.clashes.value.map((part) => (
        <section key={part} class="minutes-clash stack-tight" aria-label={titleOf(part)}>
          <h3>{titleOf(part)}</h3>
          <div class="minutes-versions">
            {(['mine', 'theirs'] as const).map((whose) => (
              <div key={whose} class="card stack-tight">
                <p class="muted">{t(`minutes.${whose}`)}</p>
                <p class="minutes-text">{wordsOf(whose === 'mine' ? desk.body.value! : desk.saved.value!.body, part) || t('minutes.empty')}</p>
                <div><Button label={`${t(`minutes.${whose}Take`)}: ${titleOf(part)}`} onClick={() => desk.decide(part, whose)}>{t(`minutes.${whose}Take`)}</Button></div>
              </div>
            ))}
          </div>
        </section>
      ))}
    </Notice>
  );
}
