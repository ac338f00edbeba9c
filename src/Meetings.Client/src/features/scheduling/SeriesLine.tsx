import './planning.catalogue';
import { t } from '../../lib/i18n';
import type { MeetingDetails } from '../../wire/contracts';
import { Icon } from '../../ui/icons';
import { ruleWords } from './recurrence';

/** Where the meeting stands in its series, with the ways to its neighbours. */
export function SeriesLine({ meeting: m }: { meeting: MeetingDetails }) {
  const s = m.series!;
  return (
    <p class="row series-line">
      <Icon name="refresh" />
      <span>{t('series.position', { position: s.position, count: s.count, rule: ruleWords(s.rule, m.localStart.slice(0, 10)) })}</span>
      {s.previous && <a href={`/meetings/${s.previous}`}>{t('series.previous')}</a>}
      {s.next && <a href={`/meetings/${s.next}`}>{t('series.next')}</a>}
    </p>
  );
}
