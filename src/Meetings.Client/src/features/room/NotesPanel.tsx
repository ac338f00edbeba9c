import { useEffect, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { Combobox } from '../../ui/Combobox';
import { DateField } from '../../ui/DateField';
import { get, refusalText, search } from '../../wire/http';
import type { DirectoryEntry } from '../../wire/contracts';
import { useCall } from './context';
import { CallIcon } from './icons';
import type { Draft } from './notebook';
import { newId } from './outbox';
import type { Conclusion, Note } from './state';

type Shown = Note & Partial<Pick<Conclusion, 'unitId' | 'unitName' | 'due'>>;

/** Server's notes with our unsaved texts over them, in the order they were begun. */
function merged(kind: Draft['kind'], known: ReadonlyMap<string, Shown>, drafts: ReadonlyMap<string, Draft>, itemId: string): Shown[] {
  const all = new Map<string, Shown>();
  for (const note of known.values()) if (note.itemId === itemId) all.set(note.id, note);
  for (const draft of drafts.values()) if (draft.kind === kind && draft.itemId === itemId) all.set(draft.id, draft);
  return [...all.values()];
}

/** The secretary's desk: notes and conclusions under an agenda item, saved as typed. */
export function NotesPanel() {
  const { session, meeting, notesItem } = useCall();
  const room = session.room.value;
  const agenda = meeting.value?.agenda ?? [];
  const itemId = notesItem.value ?? room?.item?.id ?? agenda[0]?.id ?? null;
  const [blank, setBlank] = useState<{ note: string; conclusion: string }>(() => ({ note: newId(), conclusion: newId() }));
  useEffect(() => () => session.notebook.flush(), [session]);
  if (!room || itemId === null) return <p class="muted">{t('notes.none')}</p>;
  const drafts = session.notebook.drafts.value;
  const notes = merged('note', room.notes, drafts, itemId);
  const conclusions = merged('conclusion', room.conclusions, drafts, itemId);
  const withBlank = (list: Shown[], id: string): Shown[] => (list.some(n => n.id === id) ? list : [...list, { id, itemId, text: '', revision: 0 }]);
  return (
    <div class="stack" data-test="notes">
      <div class="field">
        <label for="notes-item">{t('notes.item')}</label>
        <select id="notes-item" value={itemId} onChange={e => { notesItem.value = e.currentTarget.value; setBlank({ note: newId(), conclusion: newId() }); }}>
          {agenda.map(i => <option key={i.id} value={i.id} selected={i.id === itemId}>{i.number}. {i.title}{room.item?.id === i.id ? ` (${t('agenda.current')})` : ''}</option>)}
        </select>
      </div>
      <section class="stack-tight">
        <h3>{t('notes.notes')}</h3>
        {withBlank(notes, blank.note).map((note, i) => <Entry key={note.id} kind="note" number={i + 1} shown={note} itemId={itemId} />)}
        <button type="button" class="btn btn-quiet" data-test="add-note" onClick={() => setBlank(b => ({ ...b, note: newId() }))}>+ {t('notes.addNote')}</button>
      </section>
      <section class="stack-tight">
        <h3>{t('notes.conclusions')}</h3>
        {withBlank(conclusions, blank.conclusion).map((c, i) => <Entry key={c.id} kind="conclusion" number={i + 1} shown={c} itemId={itemId} />)}
        <button type="button" class="btn btn-quiet" data-test="add-conclusion" onClick={() => setBlank(b => ({ ...b, conclusion: newId() }))}>+ {t('notes.addConclusion')}</button>
      </section>
    </div>
  );
}

const findUnits = async (query: string) => {
  const found = await get<DirectoryEntry[]>(`/api/directory${search({ q: query, kind: 'unit', limit: 20 })}`);
  return found.map(e => ({ id: e.id, name: e.name, detail: e.detail }));
};

function Entry({ kind, number, shown, itemId }: { kind: Draft['kind']; number: number; shown: Shown; itemId: string }) {
  const { session } = useCall();
  const book = session.notebook;
  const draft = book.drafts.value.get(shown.id);
  const edit = (change: Parameters<typeof book.edit>[3]) => book.edit(kind, shown.id, itemId, change);
  const label = t(kind === 'note' ? 'notes.note' : 'notes.conclusion', { number });
  const exists = shown.revision > 0 || shown.text !== '';
  return (
    <div class={`entry entry-${kind}`} data-test={kind} data-status={draft?.status ?? (exists ? 'saved' : 'blank')}>
      <label class="unseen" for={`entry-${shown.id}`}>{label}</label>
      <textarea
        id={`entry-${shown.id}`} rows={kind === 'note' ? 3 : 2} maxLength={8000} value={shown.text} placeholder={label} data-test={`${kind}-text`}
        onInput={e => edit({ text: e.currentTarget.value })}
        onCompositionStart={() => book.composition(shown.id, true)}
        onCompositionEnd={() => book.composition(shown.id, false)}
        onBlur={() => book.flush()}
      />
      {kind === 'conclusion' && exists && (
        <div class="entry-duty">
          <Combobox
            label={t('notes.unit')} value={shown.unitName ?? ''} find={findUnits}
            onPick={choice => edit({ unitId: choice.id, unitName: choice.name })}
            onClear={() => edit({ unitId: null, unitName: null })}
          />
          <DateField label={t('notes.due')} value={shown.due ?? ''} test="conclusion-due" onInput={due => edit({ due: due || null })} />
        </div>
      )}
      {exists && (
        <p class="entry-foot">
          <SavedMark draft={draft} />
          <button type="button" class="link" onClick={() => book.remove(shown.id)}>{t('notes.remove')}</button>
        </p>
      )}
      {draft?.status === 'conflict' && <Conflict draft={draft} />}
      {draft?.status === 'refused' && draft.refusal && <p class="error" role="alert">{refusalText(draft.refusal)}</p>}
    </div>
  );
}

function SavedMark({ draft }: { draft: Draft | undefined }) {
  const { session } = useCall();
  const offline = session.hubState.value !== 'connected';
  const status = draft?.status ?? 'saved';
  if (status === 'conflict' || status === 'refused') return <span />;
  const waits = status === 'queued' || status === 'typing';
  return (
    <span class={waits && offline ? 'line-weak' : 'muted'} role="status" data-test="saved-mark">
      {waits ? t(offline ? 'notes.queued' : 'notes.saving') : <><CallIcon name="good" size={14} /> {t('notes.saved')}</>}
    </span>
  );
}

function Conflict({ draft }: { draft: Draft }) {
  const { session } = useCall();
  const room = session.room.value;
  const theirs = (draft.kind === 'note' ? room?.notes : room?.conclusions)?.get(draft.id)?.text ?? '';
  return (
    <div class="conflict" role="alert">
      <p>{t('notes.conflict', { text: theirs })}</p>
      <div class="row">
        <button type="button" class="btn" onClick={() => session.notebook.resolve(draft.id, true)}>{t('notes.keepMine')}</button>
        <button type="button" class="btn" onClick={() => session.notebook.resolve(draft.id, false)}>{t('notes.takeTheirs')}</button>
      </div>
    </div>
  );
}
