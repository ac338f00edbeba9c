import { useState } from 'preact/hooks';
import { isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { Id, ReorganisedUnit, UnitReorganisation, UnitView } from '../../wire/contracts';
import { post } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { DateField } from '../../ui/DateField';
import { Select, TextField } from '../../ui/Field';
import { findGoverned } from './authority';
import { findUnit } from './finders';
import { FormDialog } from './FormDialog';

interface Named { id: Id; name: string }
const ways = ['rename', 'move', 'merge', 'split'] as const;
type Way = (typeof ways)[number];

/** Renaming, moving, merging or splitting from a day on: the old unit ends, what takes over is linked to it. */
export function ReorganiseForm({ unit, parentName, governs, onSaved, onClose }: {
  unit: UnitView;
  parentName: string;
  governs: (unit: Id | undefined) => boolean;
  onSaved: () => void;
  onClose: () => void;
}) {
  const [way, setWay] = useState<Way>('rename');
  const [on, setOn] = useState(isoDay(Date.now()));
  const [parent, setParent] = useState<Named | null>(unit.parentId ? { id: unit.parentId, name: parentName } : null);
  const [others, setOthers] = useState<Named[]>([]);
  const [target, setTarget] = useState<Named | null>(null);
  const [names, setNames] = useState([{ name: unit.name, shortName: unit.shortName }]);
  const edit = (at: number, part: Partial<(typeof names)[number]>) => setNames((all) => all.map((n, i) => (i === at ? { ...n, ...part } : n)));
  const choose = (next: Way) => {
    setWay(next);
    setNames(next === 'split' ? [{ name: '', shortName: '' }, { name: '', shortName: '' }] : [{ name: unit.name, shortName: unit.shortName }]);
  };
  const isNew = way !== 'merge' || !target;
  const into = (): ReorganisedUnit[] =>
    isNew
      ? names.map((n) => ({
          new: { name: n.name.trim(), shortName: n.shortName.trim(), kind: unit.kind, validFrom: on, rank: unit.rank, ...(parent ? { parentId: parent.id } : {}) },
        }))
      : [{ existing: target!.id }];
  const save = async () => {
    const body: UnitReorganisation = { on, from: [unit.id, ...(way === 'merge' ? others.map((o) => o.id) : [])], into: into() };
    await post('/api/units/reorganise', body);
  };
  return (
    <FormDialog
      title={t('org.reorganiseTitle', { name: unit.name })}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
      ready={!!on && (!isNew || names.every((n) => n.name.trim() && n.shortName.trim())) && (way !== 'merge' || others.length > 0 || !!target)}
    >
      <p>{t('org.reorganiseText')}</p>
      <Select label={t('org.way')} value={way} options={ways.map((w) => ({ value: w, label: t(`org.way.${w}`) }))} onChange={choose} />
      <DateField label={t('org.reorganiseOn')} value={on} onInput={setOn} />
      {way === 'merge' && (
        <>
          <Picked title={t('org.mergedWith')} picked={others} label={(name) => t('org.removeMerged', { name })} onChange={setOthers} />
          <Combobox label={t('org.addMerged')} required={false} value="" find={findGoverned(governs)} onPick={(u) => setOthers((all) => (u.id === unit.id || all.some((o) => o.id === u.id) ? all : [...all, u]))} />
          <Combobox label={t('org.mergeInto')} hint={t('org.mergeIntoHint')} required={false} value={target?.name ?? ''} find={findGoverned(governs)} onPick={setTarget} onClear={() => setTarget(null)} />
        </>
      )}
      {isNew && names.map((n, i) => (
        <fieldset key={i} class="org-position">
          <legend class={names.length > 1 ? '' : 'unseen'}>{t('org.newUnit', { number: i + 1 })}{i === 0 && names.length > 1 ? ` – ${t('org.heir')}` : ''}</legend>
          <TextField label={t('org.name')} value={n.name} onInput={(name) => edit(i, { name })} maxLength={200} />
          <TextField label={t('org.shortName')} value={n.shortName} onInput={(shortName) => edit(i, { shortName })} maxLength={60} />
        </fieldset>
      ))}
      {way === 'split' && <div><Button icon="plus" onClick={() => setNames((all) => [...all, { name: '', shortName: '' }])}>{t('org.addPart')}</Button></div>}
      {isNew && (way === 'move' || way === 'merge') && (
        <Combobox label={t('org.parent')} required={false} value={parent?.name ?? ''} find={findGoverned(governs)} onPick={setParent} onClear={() => setParent(null)} />
      )}
    </FormDialog>
  );
}

export function EndForm({ unit, onSaved, onClose }: { unit: UnitView; onSaved: () => void; onClose: () => void }) {
  const [on, setOn] = useState(isoDay(Date.now()));
  const [successors, setSuccessors] = useState<Named[]>([]);
  return (
    <FormDialog
      title={`${t('org.endUnit')}: ${unit.name}`}
      save={() => post<void>(`/api/units/${unit.id}/end`, { on, successors: successors.map((s) => s.id) })}
      onSaved={onSaved}
      onClose={onClose}
      ready={!!on}
    >
      <p>{t('org.endText')}</p>
      <DateField label={t('org.endOn')} value={on} onInput={setOn} />
      <Combobox label={t('org.addSuccessor')} required={false} value="" find={findUnit} onPick={(u) => setSuccessors((all) => (all.some((s) => s.id === u.id) ? all : [...all, u]))} />
      <Picked title={t('org.successors')} picked={successors} label={(name) => t('org.removeSuccessor', { name })} onChange={setSuccessors} />
    </FormDialog>
  );
}

/** Units picked so far, each with a button that takes it out again. */
function Picked({ title, picked, label, onChange }: { title: string; picked: Named[]; label: (name: string) => string; onChange: (picked: Named[]) => void }) {
  if (picked.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {picked.map((one) => (
          <li key={one.id} class="org-row">
            <span class="grow">{one.name}</span>
            <Button kind="quiet" icon="trash" label={label(one.name)} onClick={() => onChange(picked.filter((x) => x.id !== one.id))} />
          </li>
        ))}
      </ul>
    </div>
  );
}
