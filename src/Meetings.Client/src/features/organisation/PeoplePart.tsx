import { useState } from 'preact/hooks';
import { isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { byGivenName } from '../../lib/text';
import type { PersonView, PositionView } from '../../wire/contracts';
import { get, post, put } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { TextField } from '../../ui/Field';
import { useLoad } from '../../ui/use';
import { mayAdminister } from '../accounts';
import { findUnit } from './finders';
import { FormDialog } from './FormDialog';
import { ListPart, ListRow } from './ListPart';

const held = (person: PersonView) => {
  const today = isoDay(Date.now());
  return person.positions.filter((p) => p.from <= today && (!p.to || p.to > today));
};
const positionWords = (person: PersonView) => held(person).map((p) => `${p.title}, ${p.unitName}`).join('; ');

export function PeoplePart() {
  const [editing, setEditing] = useState<PersonView | 'new' | null>(null);
  const people = useLoad(async () => (await get<PersonView[]>('/api/people')).sort((a, b) => byGivenName(a.fullName, b.fullName)), 'people');
  return (
    <>
      <ListPart
        loaded={people}
        textOf={(p) => `${p.fullName} ${positionWords(p)}`}
        keyOf={(p) => p.id}
        row={(p) => <ListRow name={p.fullName} detail={positionWords(p)} {...(mayAdminister.value ? { onEdit: () => setEditing(p) } : {})} />}
        {...(mayAdminister.value ? { add: t('org.addPerson'), onAdd: () => setEditing('new') } : {})}
      />
      {editing && (
        <PersonForm key={editing === 'new' ? 'new' : editing.id} person={editing === 'new' ? null : editing} onSaved={() => void people.reload()} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function PersonForm({ person, onSaved, onClose }: { person: PersonView | null; onSaved: () => void; onClose: () => void }) {
  const [fullName, setFullName] = useState(person?.fullName ?? '');
  const [honorific, setHonorific] = useState(person?.honorific ?? 'Ông');
  const [positions, setPositions] = useState<PositionView[]>(person?.positions ?? []);
  const edit = (at: number, part: Partial<PositionView>) => setPositions((all) => all.map((p, i) => (i === at ? { ...p, ...part } : p)));
  const save = () => {
    const body = {
      fullName: fullName.trim(),
      honorific: honorific.trim(),
      positions: positions.map(({ unitId, title, from, to }) => ({ unitId, title: title.trim(), from, to: to || undefined })),
    };
    return person ? put<void>(`/api/people/${person.id}`, body) : post<void>('/api/people', body);
  };
  return (
    <FormDialog
      title={person ? t('org.edit', { name: person.fullName }) : t('org.addPerson')}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
      ready={!!fullName.trim() && positions.every((p) => p.unitId && p.title.trim() && p.from)}
    >
      <TextField label={t('org.fullName')} value={fullName} onInput={setFullName} maxLength={100} />
      <TextField label={t('org.honorific')} value={honorific} onInput={setHonorific} maxLength={20} />
      <h3>{t('org.positions')}</h3>
      {positions.map((position, i) => (
        <fieldset key={i} class="org-position">
          <legend class="unseen">{position.title || t('org.positionTitle')}</legend>
          <TextField label={t('org.positionTitle')} value={position.title} onInput={(title) => edit(i, { title })} maxLength={150} />
          <Combobox label={t('org.positionUnit')} value={position.unitName} find={findUnit} onPick={(u) => edit(i, { unitId: u.id, unitName: u.name })} />
          <div class="columns">
            <TextField label={t('org.positionFrom')} type="date" value={position.from} onInput={(from) => edit(i, { from })} />
            <TextField label={t('org.positionTo')} type="date" required={false} value={position.to ?? ''} onInput={(to) => edit(i, { to })} />
            <div><Button kind="quiet" icon="trash" label={t('org.removePosition', { title: position.title })} onClick={() => setPositions((all) => all.filter((_, x) => x !== i))} /></div>
          </div>
        </fieldset>
      ))}
      <div><Button icon="plus" onClick={() => setPositions((all) => [...all, { unitId: '', unitName: '', title: '', from: isoDay(Date.now()) }])}>{t('org.addPosition')}</Button></div>
    </FormDialog>
  );
}
