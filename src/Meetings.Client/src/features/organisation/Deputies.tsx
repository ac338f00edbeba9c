import { isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { DeputyView } from '../../wire/contracts';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { DateField } from '../../ui/DateField';
import { findPerson } from './finders';

/** Who may go in somebody's place, since when and until when. */
export function Deputies({ value, onChange }: { value: DeputyView[]; onChange: (deputies: DeputyView[]) => void }) {
  const edit = (at: number, part: Partial<DeputyView>) => onChange(value.map((d, i) => (i === at ? { ...d, ...part } : d)));
  return (
    <div class="stack-tight">
      <h3>{t('org.deputies')}</h3>
      {value.map((deputy, i) => (
        <fieldset key={deputy.personId} class="org-position">
          <legend>{deputy.fullName}</legend>
          <div class="columns">
            <DateField label={t('org.positionFrom')} value={deputy.from} onInput={(from) => edit(i, { from })} />
            <DateField label={t('org.positionTo')} required={false} value={deputy.to ?? ''} onInput={(to) => edit(i, { to })} />
            <div><Button kind="quiet" icon="trash" label={t('org.removeDeputy', { name: deputy.fullName })} onClick={() => onChange(value.filter((_, x) => x !== i))} /></div>
          </div>
        </fieldset>
      ))}
      <Combobox label={t('org.addDeputy')} required={false} value="" find={findPerson}
        onPick={(p) => value.some((d) => d.personId === p.id) || onChange([...value, { personId: p.id, fullName: p.name, from: isoDay(Date.now()) }])} />
    </div>
  );
}
