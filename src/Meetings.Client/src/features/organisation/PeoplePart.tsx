import { useState } from 'preact/hooks';
import { date, isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { byGivenName } from '../../lib/text';
import type { Id, PersonView, PositionView } from '../../wire/contracts';
import { asRefused, get, post, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { DateField } from '../../ui/DateField';
import { Select, TextField } from '../../ui/Field';
import { Chip } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad } from '../../ui/use';
import { user } from '../accounts';
import { findGoverned, governedBy } from './authority';
import { loadUnits } from './directory';
import { Deputies } from './Deputies';
import { FormDialog } from './FormDialog';
import { ImportDialog, TableTools } from './ImportDialog';
import { LeaveForm } from './LeaveForm';
import { ListPart, ListRow } from './ListPart';

/** Words of address the minutes use. */
const honorifics = ['Ông', 'Bà'];
const emptyPosition = (): PositionView => ({ unitId: '', unitName: '', title: '', from: isoDay(Date.now()) });

const held = (person: PersonView) => {
  const today = isoDay(Date.now());
  return person.positions.filter((p) => p.from <= today && (!p.to || p.to > today));
};
const positionWords = (person: PersonView) => held(person).map((p) => `${p.title}, ${p.unitName}`).join('; ');

export function PeoplePart() {
  const [editing, setEditing] = useState<PersonView | 'new' | null>(null);
  const [leaving, setLeaving] = useState<PersonView | null>(null);
  const [importing, setImporting] = useState(false);
  const people = useLoad(async () => (await get<PersonView[]>('/api/people')).sort((a, b) => byGivenName(a.fullName, b.fullName)), 'people');
  const units = useLoad(() => loadUnits(), 'units');
  const governs = governedBy(units.value);
  const mayEdit = (person: PersonView) => !!user.value?.isAdministrator || person.positions.some((p) => governs(p.unitId));
  return (
    <>
      <ListPart
        loaded={people}
        textOf={(p) => `${p.fullName} ${positionWords(p)}`}
        keyOf={(p) => p.id}
        row={(p) => <ListRow name={p.fullName} detail={positionWords(p)} mark={!p.isActive && <Chip icon="ban">{t('org.left')}</Chip>} {...(mayEdit(p) ? { onEdit: () => setEditing(p) } : {})} />}
        add={t('org.addPerson')}
        onAdd={() => setEditing('new')}
        tools={<TableTools what="people" onImport={() => setImporting(true)} {...(user.value?.isAdministrator ? { exportPath: '/api/people/export' } : {})} />}
      />
      {importing && <ImportDialog what="people" onApplied={() => void people.reload()} onClose={() => setImporting(false)} />}
      {editing && (
        <PersonForm key={editing === 'new' ? 'new' : editing.id} person={editing === 'new' ? null : editing} governs={governs} onSaved={() => void people.reload()} onClose={() => setEditing(null)}
          onLeave={() => editing !== 'new' && (setLeaving(editing), setEditing(null))} />
      )}
      {leaving && <LeaveForm person={leaving} onSaved={() => void people.reload()} onClose={() => setLeaving(null)} />}
    </>
  );
}

interface PersonFormProps { person: PersonView | null; governs: (unit: Id | undefined) => boolean; onSaved: () => void; onClose: () => void; onLeave: () => void }

function PersonForm({ person, governs, onSaved, onClose, onLeave }: PersonFormProps) {
  const [fullName, setFullName] = useState(person?.fullName ?? '');
  const [honorific, setHonorific] = useState(person?.honorific ?? 'Ông');
  const [email, setEmail] = useState(person?.email ?? '');
  const [phone, setPhone] = useState(person?.phone ?? '');
  const [deputies, setDeputies] = useState(person?.deputies ?? []);
  const bringBack = () => void post(`/api/people/${person!.id}/return`).then(() => (onSaved(), onClose()), (e) => toast(refusalText(asRefused(e)), 'wrong'));
  const [positions, setPositions] = useState<PositionView[]>(person?.positions ?? [emptyPosition()]);
  const edit = (at: number, part: Partial<PositionView>) => setPositions((all) => all.map((p, i) => (i === at ? { ...p, ...part } : p)));
  const save = async (): Promise<void> => {
    const body = {
      fullName: fullName.trim(),
      honorific: honorific.trim(),
      email: email.trim() || undefined,
      phone: phone.trim() || undefined,
      deputies: deputies.map((d) => ({ personId: d.personId, from: d.from, to: d.to || undefined })),
      positions: positions.map(({ unitId, title, from, to }) => ({ unitId, title: title.trim(), from, to: to || undefined })),
    };
    await (person ? put(`/api/people/${person.id}`, body) : post('/api/people', body));
  };
  return (
    <FormDialog
      title={person ? t('org.edit', { name: person.fullName }) : t('org.addPerson')}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
      extra={person && (person.isActive
        ? <Button kind="danger" onClick={onLeave}>{t('org.leave')}</Button>
        : <Button onClick={bringBack}>{t('org.return')}</Button>)}
      ready={!!fullName.trim() && positions.every((p) => p.unitId && p.title.trim() && p.from)}
    >
      <TextField label={t('org.fullName')} value={fullName} onInput={setFullName} maxLength={100} />
      <Select label={t('org.honorific')} value={honorific} options={honorifics.map((value) => ({ value, label: value }))} onChange={setHonorific} />
      <TextField label={t('org.email')} type="email" required={false} value={email} onInput={setEmail} maxLength={254} />
      <TextField label={t('org.phone')} type="tel" required={false} value={phone} onInput={setPhone} maxLength={30} />
      <h3>{t('org.positions')}</h3>
      {positions.map((position, i) => position.unitId && !governs(position.unitId) ? (
        <p key={i} class="muted">{position.title}, {position.unitName} ({date(position.from)}{position.to ? `–${date(position.to)}` : ''})</p>
      ) : (
        <fieldset key={i} class="org-position">
          <legend class="unseen">{position.title || t('org.positionTitle')}</legend>
          <TextField label={t('org.positionTitle')} value={position.title} onInput={(title) => edit(i, { title })} maxLength={150} />
          <Combobox label={t('org.positionUnit')} value={position.unitName} find={findGoverned(governs)} onPick={(u) => edit(i, { unitId: u.id, unitName: u.name })} />
          <div class="columns">
            <DateField label={t('org.positionFrom')} value={position.from} onInput={(from) => edit(i, { from })} />
            <DateField label={t('org.positionTo')} required={false} value={position.to ?? ''} onInput={(to) => edit(i, { to })} />
            <div><Button kind="quiet" icon="trash" label={t('org.removePosition', { title: position.title })} onClick={() => setPositions((all) => all.filter((_, x) => x !== i))} /></div>
          </div>
        </fieldset>
      ))}
      <div><Button icon="plus" onClick={() => setPositions((all) => [...all, emptyPosition()])}>{t('org.addPosition')}</Button></div>
      {person && <Deputies value={deputies} onChange={setDeputies} />}
    </FormDialog>
  );
}
