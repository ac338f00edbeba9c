import { t } from '../../lib/i18n';
import { Checkbox, TextArea } from '../../ui/Field';
import type { Draft } from './draft';

/** The switch of an urgent meeting; on, it demands the reason. */
export function UrgentField({ draft: d, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  return (
    <>
      <Checkbox label={t('urgent.switch')} checked={!!d.isUrgent} onChange={(isUrgent) => change({ isUrgent })} />
      {d.isUrgent && (
        <TextArea label={t('urgent.reason')} hint={t('urgent.hint')} rows={2} maxLength={500} value={d.urgentReason ?? ''} onInput={(urgentReason) => change({ urgentReason })} />
      )}
    </>
  );
}
