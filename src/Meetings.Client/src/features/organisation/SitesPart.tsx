import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { Id, SiteView } from '../../wire/contracts';
import { post, put } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { Checkbox, TextField } from '../../ui/Field';
import { Chip } from '../../ui/Notice';
import { useLoad } from '../../ui/use';
import { findGoverned, governedBy } from './authority';
import { loadSites, loadUnits } from './directory';
import { DevicesDialog } from './DevicesDialog';
import { FormDialog } from './FormDialog';
import { ListPart, ListRow } from './ListPart';

export function SitesPart() {
  const [editing, setEditing] = useState<SiteView | 'new' | null>(null);
  const [devicesOf, setDevicesOf] = useState<SiteView | null>(null);
  const sites = useLoad(() => loadSites(), 'sites');
  const units = useLoad(() => loadUnits(), 'units');
  const governs = governedBy(units.value);
  return (
    <>
      <ListPart
        loaded={sites}
        textOf={(s) => `${s.name} ${s.unitName} ${s.technician ?? ''}`}
        keyOf={(s) => s.id}
        row={(s) => (
          <ListRow
            name={s.name}
            detail={[s.unitName, `${t('org.capacity')}: ${s.capacity}`, s.technician && `${t('org.technician')}: ${s.technician}`, s.technicianPhone, s.line && t('org.lineShort', { down: s.line.down, up: s.line.up })].filter(Boolean).join(' · ')}
            mark={s.isMain && <Chip tone="accent" icon="check">{t('org.isMain')}</Chip>}
            {...(governs(s.unitId) ? { onEdit: () => setEditing(s) } : {})}
          />
        )}
        add={t('org.addSite')}
        onAdd={() => setEditing('new')}
      />
      {editing && (
        <SiteForm
          key={editing === 'new' ? 'new' : editing.id}
          site={editing === 'new' ? null : editing}
          governs={governs}
          onSaved={() => void sites.reload()}
          onClose={() => setEditing(null)}
          onDevices={() => editing !== 'new' && (setDevicesOf(editing), setEditing(null))}
        />
      )}
      {devicesOf && <DevicesDialog site={devicesOf} onClose={() => setDevicesOf(null)} />}
    </>
  );
}

interface SiteFormProps { site: SiteView | null; governs: (unit: Id | undefined) => boolean; onSaved: () => void; onClose: () => void; onDevices: () => void }

function SiteForm({ site, governs, onSaved, onClose, onDevices }: SiteFormProps) {
  const [name, setName] = useState(site?.name ?? '');
  const [unit, setUnit] = useState<{ id: Id; name: string } | null>(site ? { id: site.unitId, name: site.unitName } : null);
  const [capacity, setCapacity] = useState(String(site?.capacity ?? 20));
  const [isMain, setIsMain] = useState(site?.isMain ?? true);
  const [technician, setTechnician] = useState(site?.technician ?? '');
  const [phone, setPhone] = useState(site?.technicianPhone ?? '');
  const [email, setEmail] = useState(site?.email ?? '');
  const [down, setDown] = useState(site?.line ? String(site.line.down) : '');
  const [up, setUp] = useState(site?.line ? String(site.line.up) : '');
  const save = async (): Promise<void> => {
    const body = {
      name: name.trim(), unitId: unit!.id, capacity: Number(capacity), isMain,
      technician: technician.trim() || undefined, technicianPhone: phone.trim() || undefined,
      email: email.trim() || undefined, line: down && up ? { down: Number(down), up: Number(up) } : undefined,
    };
    await (site ? put(`/api/sites/${site.id}`, body) : post('/api/sites', body));
  };
  return (
    <FormDialog title={site ? t('org.edit', { name: site.name }) : t('org.addSite')} save={save} onSaved={onSaved} onClose={onClose} ready={!!name.trim() && !!unit}
      extra={site && <Button onClick={onDevices}>{t('org.devices')}</Button>}>
      <TextField label={t('org.name')} value={name} onInput={setName} maxLength={150} />
      <Combobox label={t('org.siteUnit')} value={unit?.name ?? ''} find={findGoverned(governs)} onPick={setUnit} />
      <TextField label={t('org.capacity')} type="number" min={1} max={2000} value={capacity} onInput={setCapacity} />
      <Checkbox label={t('org.isMain')} checked={isMain} onChange={setIsMain} />
      <TextField label={t('org.technician')} required={false} value={technician} onInput={setTechnician} maxLength={100} />
      <TextField label={t('org.phone')} type="tel" required={false} value={phone} onInput={setPhone} maxLength={20} />
      <TextField label={t('org.email')} type="email" required={false} value={email} onInput={setEmail} maxLength={254} />
      <h3>{t('org.line')}</h3>
      {site?.line?.measuredAt && <p class="muted">{t('org.lineMeasured', { when: dateTime(site.line.measuredAt), rtt: site.line.roundTrip ?? '–', loss: (site.line.loss ?? 0) / 10 })}</p>}
      <div class="columns">
        <TextField label={t('org.lineDown')} type="number" min={0} max={1000000} required={false} value={down} onInput={setDown} />
        <TextField label={t('org.lineUp')} type="number" min={0} max={1000000} required={false} value={up} onInput={setUp} />
      </div>
    </FormDialog>
  );
}
