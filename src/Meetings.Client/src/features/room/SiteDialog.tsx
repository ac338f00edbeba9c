import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { Dialog } from '../../ui/Dialog';
import { Checkbox, TextField } from '../../ui/Field';
import { useLoad } from '../../ui/use';
import type { DelegateEntry, DirectoryEntry, PreparationView } from '../../wire/contracts';
import { get, search } from '../../wire/http';
import { useCall } from './context';
import { seatsOf } from './state';

interface Sitting { personId?: string; name: string; position: string }

const findPeople = async (query: string) => {
  const found = await get<DirectoryEntry[]>(`/api/directory${search({ q: query, kind: 'person', limit: 20 })}`);
  return found.map(e => ({ id: e.id, name: e.name, detail: e.detail }));
};

/** Whom the site's unit registered for the meeting; nobody where it may not be asked. */
async function registered(meetingId: string): Promise<DelegateEntry[]> {
  const view = await get<PreparationView>(`/api/meetings/${meetingId}/preparation`).catch(() => null);
  return view?.rows.filter(r => r.mine).flatMap(r => r.delegates) ?? [];
}

/** A site names who sits in its room; the list replaces what it said before. */
export function SiteDialog({ onClose }: { onClose: () => void }) {
  const { session } = useCall();
  const room = session.room.value;
  const [people, setPeople] = useState<Sitting[]>(() => (room ? seatsOf(room, room.you) : [])
    .map(s => ({ ...(s.personId ? { personId: s.personId } : {}), name: s.name, position: s.position ?? '' })));
  const [name, setName] = useState('');
  const [position, setPosition] = useState('');
  const expected = useLoad(() => registered(session.meetingId), session.meetingId).value ?? [];
  const sits = (d: DelegateEntry) => people.some(p => p.name === d.name);
  const add = (person: Sitting) => setPeople(list => (person.personId && list.some(p => p.personId === person.personId) ? list : [...list, person]));
  const addTyped = () => {
    const typed = name.normalize('NFC').trim();
    if (!typed) return people;
    const next = [...people, { name: typed, position: position.normalize('NFC').trim() }];
    setPeople(next);
    setName('');
    setPosition('');
    return next;
  };
  const save = async () => {
    // A name typed but not yet added is meant as well.
    const all = addTyped();
    const sent = all.map(p => (p.personId ? { personId: p.personId } : { name: p.name, ...(p.position ? { position: p.position } : {}) }));
    if (await session.sitDown(sent)) onClose();
  };
  return (
    <Dialog title={t('site.title')} onClose={onClose} footer={<button type="button" class="btn btn-primary" data-test="site-save" onClick={() => void save()}>{t('site.save')}</button>}>
      <div class="stack" data-test="site-dialog">
        <p class="muted">{t('site.hint')}</p>
        {people.length === 0 ? <p>{t('site.empty')}</p> : (
          <ul class="sitting">
            {people.map((p, i) => (
              <li key={`${p.personId}${p.name}${i}`} class="person">
                <span class="person-name"><b>{p.name}</b>{p.position && <small class="muted">{p.position}</small>}</span>
                <Button kind="quiet" icon="trash" label={t('site.remove', { name: p.name })} onClick={() => setPeople(people.filter((_, j) => j !== i))} />
              </li>
            ))}
          </ul>
        )}
        {expected.length > 0 && (
          <fieldset class="sitting-registered">
            <legend>{t('site.registered')}</legend>
            {expected.map(d => (
              <Checkbox
                key={d.name}
                label={[d.name, d.position].filter(Boolean).join(', ')}
                checked={sits(d)}
                onChange={on => (on ? add({ name: d.name, position: d.position ?? '' }) : setPeople(people.filter(p => p.name !== d.name)))}
              />
            ))}
          </fieldset>
        )}
        <Combobox label={t('site.find')} value="" find={findPeople} onPick={c => add({ personId: c.id, name: c.name, position: c.detail ?? '' })} />
        <div class="columns">
          <TextField label={t('site.name')} value={name} onInput={setName} maxLength={120} />
          <TextField label={t('site.position')} required={false} value={position} onInput={setPosition} maxLength={160} />
        </div>
        <div class="row"><Button icon="plus" disabled={!name.trim()} onClick={addTyped}>{t('site.add')}</Button></div>
      </div>
    </Dialog>
  );
}
