import { useState } from 'preact/hooks';
import { date, isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { Id, UnitKind, UnitView } from '../../wire/contracts';
import { post, put, search } from '../../wire/http';
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
import { ImportDialog, TableTools } from './ImportDialog';
import { ListPart, ListRow } from './ListPart';
import { EndForm, ReorganiseForm } from './ReorganiseForm';
import { inTreeOrder } from './tree';

const kinds: UnitKind[] = ['province', 'district', 'commune', 'department', 'office', 'other'];

/** The tree of units as it stood on a day: units are dated, so that old meetings keep their names. */
export function UnitsPart() {
  const [asOf, setAsOf] = useState(isoDay(Date.now()));
  const [editing, setEditing] = useState<UnitView | 'new' | null>(null);
  const [ending, setEnding] = useState<UnitView | null>(null);
  const [changing, setChanging] = useState<UnitView | null>(null);
  const [importing, setImporting] = useState(false);
  const units = useLoad(() => loadUnits(asOf), asOf);
  const governs = governedBy(units.value);
  const depth = new Map((units.value ? inTreeOrder(units.value) : []).map((x) => [x.unit.id, x.depth]));
  const names = new Map(units.value?.map((u) => [u.id, u.name]));
  const ordered = { ...units, ...(units.value ? { value: inTreeOrder(units.value).map((x) => x.unit) } : {}) };
  const detail = (u: UnitView) =>
    [
      t(`unitKind.${u.kind}`),
      u.shortName,
      u.predecessors.length > 0 && t('org.predecessors', { names: u.predecessors.map((one) => one.name).join(', ') }),
      u.successors.length > 0 && t('org.successorsOf', { names: u.successors.map((one) => one.name).join(', ') }),
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
        tools={<TableTools what="units" {...(user.value?.isAdministrator ? { onImport: () => setImporting(true) } : {})} exportPath={`/api/units/export${search({ asOf })}`} />}
      />
      {editing && (
        <UnitForm
          key={editing === 'new' ? 'new' : editing.id}
          unit={editing === 'new' ? null : editing}
          parentName={editing === 'new' || !editing.parentId ? '' : names.get(editing.parentId) ?? ''}
          governs={governs}
          onEnd={() => editing !== 'new' && (setEnding(editing), setEditing(null))}
          onReorganise={() => editing !== 'new' && (setChanging(editing), setEditing(null))}
          onSaved={() => void units.reload()}
          onClose={() => setEditing(null)}
        />
      )}
      {ending && <EndForm unit={ending} onSaved={() => void units.reload()} onClose={() => setEnding(null)} />}
      {changing && <ReorganiseForm unit={changing} parentName={names.get(changing.parentId ?? '') ?? ''} governs={governs} onSaved={() => void units.reload()} onClose={() => setChanging(null)} />}
      {importing && <ImportDialog what="units" onApplied={() => void units.reload()} onClose={() => setImporting(false)} />}
    </>
  );
}

interface UnitFormProps {
  unit: UnitView | null;
  parentName: string;
  governs: (unit: Id | undefined) => boolean;
  onEnd: () => void;
  onReorganise: () => void;
  onSaved: () => void;
  onClose: () => void;
}

function UnitForm({ unit, parentName, governs, onEnd, onReorganise, onSaved, onClose }: UnitFormProps) {
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
      extra={unit && !unit.validTo && (
        <>
          <Button onClick={onReorganise}>{t('org.reorganise')}</Button>
          <Button kind="danger" onClick={onEnd}>{t('org.endUnit')}</Button>
        </>
      )}
    >
      <TextField label={t('org.name')} value={name} onInput={setName} maxLength={200} />
      <TextField label={t('org.shortName')} value={shortName} onInput={setShortName} maxLength={60} />
      {unit ? (
        <>
          <p class="muted">{t('org.parent')}: {parentName || t('org.noParent')}. {t('org.editIsCorrection')}</p>
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
