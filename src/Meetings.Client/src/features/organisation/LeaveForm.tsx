import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t, tMaybe } from '../../lib/i18n';
import type { Engagement, Id, PersonView } from '../../wire/contracts';
import { asRefused, get, post, refusalText } from '../../wire/http';
import { Combobox } from '../../ui/Combobox';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad } from '../../ui/use';
import { findPerson } from './finders';
import { FormDialog } from './FormDialog';

/** Takes somebody out of service; says first which meetings to come are touched, and who takes the place. */
export function LeaveForm({ person, onSaved, onClose }: { person: PersonView; onSaved: () => void; onClose: () => void }) {
  const ahead = useLoad(() => get<Engagement[]>(`/api/people/${person.id}/engagements`), person.id);
  const [other, setOther] = useState<{ id: Id; name: string } | null>(null);
  return (
    <FormDialog
      title={t('org.leaveTitle', { name: person.fullName })}
      save={() => post<void>(`/api/people/${person.id}/leave`, other ? { replacedBy: other.id } : {})}
      onSaved={onSaved}
      onClose={onClose}
      ready={!!ahead.value}
    >
      <p>{t('org.leaveText')}</p>
      {ahead.error ? <Problem text={refusalText(asRefused(ahead.error))} onRetry={() => void ahead.reload()} /> : !ahead.value && <Loading />}
      {ahead.value && (ahead.value.length === 0 ? <p>{t('org.leaveNothing')}</p> : (
        <>
          <h3>{t('org.leaveAhead', { count: ahead.value.length })}</h3>
          <ul>{ahead.value.map((one) => <li key={one.meetingId}>{dateTime(one.start)} – {one.title} ({(tMaybe(`role.${one.role}`) ?? t('org.presents')).toLocaleLowerCase()})</li>)}</ul>
          <Combobox label={t('org.replacedBy')} hint={t('org.replacedByHint')} required={false} value={other?.name ?? ''} find={findPerson} onPick={setOther} onClear={() => setOther(null)} />
        </>
      ))}
    </FormDialog>
  );
}
