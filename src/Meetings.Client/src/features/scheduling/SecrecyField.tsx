import { t } from '../../lib/i18n';
import type { MeetingSecrecy } from '../../wire/contracts';
import { Select } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { isSecret } from './secrecy';

const degrees: MeetingSecrecy[] = ['ordinary', 'secret', 'topSecret', 'ultraSecret'];

/** The degree of secrecy. Any but the ordinary one stops: this system must not hold or prepare such a meeting. */
export function SecrecyField({ value, onChange }: { value: MeetingSecrecy | undefined; onChange: (degree: MeetingSecrecy) => void }) {
  return (
    <>
      <Select label={t('secrecy.label')} value={value ?? 'ordinary'} options={degrees.map((d) => ({ value: d, label: t(`secrecy.${d}`) }))} onChange={onChange} />
      <div role="alert">
        {isSecret(value) && (
          <Notice tone="bad">
            <p><strong>{t('secrecy.stop')}</strong></p>
            <p>{t('secrecy.why')}</p>
            <p>{t('secrecy.instead')}</p>
            <p>{t('secrecy.gone')}</p>
          </Notice>
        )}
      </div>
    </>
  );
}
