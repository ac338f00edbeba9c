import { useState } from 'preact/hooks';
import { date, isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { Id, UnitKind, UnitView } from '../../wire/contracts';
import { post, put } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { DateField } from '../../ui/DateField';
import { Select, TextField } from '../../ui/Field';
import { Chip } from '../../ui/Notice';
import { useLoad } from '../../ui/use';
import { user } from '../accounts';
import { findGoverned, governedBy } from './authority';
import { loadUnits } from './directory';
import { FormDialog } from './FormDialog';
import { ListPart, ListRow } from './ListPart';
import { findUnit } from './finders';
import { inTreeOrder } from './tree';

const kinds: UnitKind[] = ['province', 'district', 'commune', 'department', 'office', 'other'];

/** The tree of units as it stood on a day: units are dated, so that old meetings keep their names. */
export function UnitsPart() {
  const [asOf, setAsOf] = useState(isoDay(Date.now()));
  const [editing, setEditing] = useState<UnitView | 'new' | null>(null);
  const [ending, setEnding] = useState<UnitView | null>(null);
  const units = useLoad(() => loadUnits(asOf), asOf);
  const governs = governedBy(units.value);
  const depth = new Map((units.value ? inTreeOrder(units.value) : []).map((x) => [x.unit.id, x.depth]));
  const names = new Map(units.value?.map((u) => [u.id, u.name]));
  const ordered = { ...units, ...(units.value ? { value: inTreeOrder(units.value).map((x) => x.unit) } : {}) };
  const detail = (u: UnitView) =>
    [
      t(`unitKind.${u.kind}`),
      u.shortName,
      u.predecessors.some((id) => names.has(id)) && t('org.predecessors', { names: u.predecessors.map((id) => names.get(id)).filter(Boolean).join(', ') }),
    ].filter(Boolean).join(' · ');
  return (
    <>
      <ListPart
        loaded={ordered}
        textOf={(u) => `${u.name} ${u.shortName}`}
        keyOf={(u) => u.id}
        filters={<DateField label={t('org.asOf')} value={asOf} onInput={(day) => day && setAsOf(day)} />}
        row={(u) => (
          <ListRow
            name={u.name}
            detail={detail(u)}
            indent={depth.get(u.id) ?? 0}
            mark={u.validTo && <Chip icon="ban">{t('org.validTo', { date: date(u.validTo) })}</Chip>}
            {...(governs(u.id) ? { onEdit: () => setEditing(u) } : {})}
          />
        )}
        add={t('org.addUnit')}
        onAdd={() => setEditing('new')}
      />
      {editing && (
        <UnitForm
          key={editing === 'new' ? 'new' : editing.id}
          unit={editing === 'new' ? null : editing}
          parentName={editing === 'new' || !editing.parentId ? '' : names.get(editing.parentId) ?? ''}
          governs={governs}
          onEnd={() => editing !== 'new' && (setEnding(editing), setEditing(null))}
          onSaved={() => void units.reload()}
          onClose={() => setEditing(null)}
        />
      )}
      {ending && <EndForm unit={ending} onSaved={() => void units.reload()} onClose={() => setEnding(null)} />}
    </>
  );
}

interface UnitFormProps {
  unit: UnitView | null;
  parentName: string;
  governs: (unit: Id | undefined) => boolean;
  onEnd: () => void;
  onSaved: () => void;
  onClose: () => void;
}

function UnitForm({ unit, parentName, governs, onEnd, onSaved, onClose }: UnitFormProps) {
  const [name, setName] = useState(unit?.name ?? '');
  const [shortName, setShortName] = useState(unit?.shortName ?? '');
  const [kind, setKind] = useState<UnitKind>(unit?.kind ?? 'department');
  const [parent, setParent] = useState<{ id: Id; name: string } | null>(null);
  const [rank, setRank] = useState(String(unit?.rank ?? 0));
  const [validFrom, setValidFrom] = useState(isoDay(Date.now()));
  const save = async (): Promise<void> =>
    unit
      ? put<void>(`/api/units/${unit.id}`, { name: name.trim(), shortName: shortName.trim(), rank: Number(rank) })
      : void (await post('/api/units', { name: name.trim(), shortName: shortName.trim(), kind, parentId: parent?.id, validFrom }));
  return (
    <FormDialog
      title={unit ? t('org.edit', { name: unit.name }) : t('org.addUnit')}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
      ready={!!name.trim() && !!shortName.trim() && (!!unit || (!!validFrom && (!!parent || !!user.value?.isAdministrator)))}
      extra={unit && !unit.validTo && <Button kind="danger" onClick={onEnd}>{t('org.endUnit')}</Button>}
    >
      <TextField label={t('org.name')} value={name} onInput={setName} maxLength={200} />
      <TextField label={t('org.shortName')} value={shortName} onInput={setShortName} maxLength={60} />
      {unit ? (
        <>
          <p class="muted">{t('org.parent')}: {parentName || t('org.noParent')}</p>
          <TextField label={t('org.rank')} type="number" value={rank} onInput={setRank} />
        </>
      ) : (
        <>
          <Select label={t('org.unitKind')} value={kind} options={kinds.map((k) => ({ value: k, label: t(`unitKind.${k}`) }))} onChange={setKind} />
          <Combobox label={t('org.parent')} value={parent?.name ?? ''} find={findGoverned(governs)} onPick={(u) => setParent(u)} onClear={() => setParent(null)}
            {...(user.value?.isAdministrator ? { required: false } : {})} />
          <DateField label={t('org.validFrom')} value={validFrom} onInput={setValidFrom} />
        </>
      )}
    </FormDialog>
  );
}

function EndForm({ unit, onSaved, onClose }: { unit: UnitView; onSaved: () => void; onClose: () => void }) {
  const [on, setOn] = useState(isoDay(Date.now()));
  const [successors, setSuccessors] = useState<{ id: Id; name: string }[]>([]);
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
      {successors.length > 0 && (
        <div>
          <h3>{t('org.successors')}</h3>
          <ul>
            {successors.map((s) => (
              <li key={s.id} class="org-row">
                <span class="grow">{s.name}</span>
                <Button kind="quiet" icon="trash" label={t('org.removeSuccessor', { name: s.name })} onClick={() => setSuccessors((all) => all.filter((x) => x.id !== s.id))} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}
