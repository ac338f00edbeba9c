import './editor.catalogue';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isoDay, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { navigate, query } from '../../lib/router';
import type { AgendaItemView, ConclusionView, Id, MeetingDetails, MeetingEdited, SeriesMade } from '../../wire/contracts';
import { asRefused, get, post, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Loading, Notice, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';
import { useTitle } from '../../ui/use';
import { user } from '../accounts';
import { draftOf, emptyDraft, findings, forgetDraft, inputOf, keepDraft, keptDraft, type Draft } from './draft';
import { draftFrom, draftFromTemplate } from './earlier';
import { AgendaSection } from './AgendaSection';
import { BusySection } from './BusySection';
import { ClashSection } from './ClashSection';
import { EarlierSection } from './EarlierSection';
import { InformationSection } from './InformationSection';
import { InviteesSection } from './InviteesSection';
import { ReviewSection } from './ReviewSection';
import { ruleOf } from './recurrence';
import type { SeriesScope } from './scope';
import { ScopeDialog } from './ScopeDialog';
import { isSecret } from './secrecy';
import { useClashes } from './useClashes';
import './scheduling.css';

/** The day a calendar asked for. */
const askedDay = () => query('day')?.match(/^\d{4}-\d{2}-\d{2}$/)?.[0];

export interface EditorProps {
  id: Id | null;
  /** Papers of an item that the server knows, with upload; given by the app because papers are of a later slice. */
  documentsOf: (meetingId: Id, item: AgendaItemView, onChanged: () => void) => ComponentChildren;
}

/** Plans a meeting on one page. What is typed is kept on this machine at once and sent to the server by the save button. */
export function EditorView({ id, documentsOf }: EditorProps) {
  const [meeting, setMeeting] = useState<MeetingDetails | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [kept, setKept] = useState(false);
  const [restored, setRestored] = useState(false);
  /** What was being typed when an earlier meeting was taken over. */
  const [replaced, setReplaced] = useState<Draft | null>(null);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  /** A save of a meeting of a series that waits for the answer which meetings it means. */
  const [asking, setAsking] = useState<{ announce: boolean; over?: number } | null>(null);
  const loading = useAction();
  const saving = useAction();
  useTitle(t(id ? 'editor.editTitle' : 'editor.newTitle'));

  const load = (useKept: boolean) => {
    void loading.run(async () => {
      const loaded = id ? await get<MeetingDetails>(`/api/meetings/${id}`) : null;
      const unfinished = useKept ? keptDraft(id) : null;
      setMeeting(loaded);
      setDraft(unfinished ?? (loaded ? draftOf(loaded) : emptyDraft(ownUnit(), askedDay() ?? isoDay(Date.now() + 864e5))));
      setRestored(!!unfinished);
      setKept(!!unfinished);
      const earlier = id ? null : query('from');
      if (earlier) await beginFrom(earlier, unfinished);
    });
  };
  /** Replaces the whole plan, which is kept on this machine from here on like anything typed. */
  const beginFrom = async (earlier: Id, written: Draft | null) => {
    const before = await get<MeetingDetails>(`/api/meetings/${earlier}`);
    const concluded = before.status === 'closed' ? await get<ConclusionView[]>(`/api/meetings/${earlier}/conclusions`) : [];
    const taken = draftFrom(before, Date.now(), concluded);
    begin(taken, written);
    toast(t('earlier.taken', { title: taken.title }));
    // Asked for once: a reload must not throw away what was changed since.
    if (query('from')) navigate('/meetings/new', { replace: true });
  };
  const begin = (taken: Draft, written: Draft | null) => {
    setReplaced(written);
    setKept(true);
    setRestored(false);
    setDraft(taken);
  };
  const beginFromTemplate = async (which: string, name: string) => {
    const template = await get<MeetingDetails>(`/api/templates/${which}`);
    // What was changed while it came stays, where the template says nothing of it.
    begin(draftFromTemplate(template, latest.current!), kept ? latest.current : null);
    toast(t('template.taken', { name }));
  };
  useEffect(() => load(true), [id]);

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** Read at clean-up time: what the server has taken must not be written back as unfinished. */
  const unsaved = useRef(false);
  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => {
    if (!draft || !kept) return;
    // Nothing of a state secret stays on this machine.
    if (isSecret(draft.secrecy)) {
      unsaved.current = false;
      return forgetDraft(id);
    }
    unsaved.current = true;
    const keep = () => { if (unsaved.current) keepDraft(id, draft); };
    timer.current = setTimeout(keep, 400);
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer.current);
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [draft, kept, id]);

  const settle = () => {
    unsaved.current = false;
    clearTimeout(timer.current);
    setKept(false);
    forgetDraft(id);
  };
  const change = (part: Partial<Draft>) => {
    setKept(true);
    setDraft((old) => ({ ...old!, ...part }));
  };
  /** Fresh papers, without touching what is being typed. */
  const reloadMeeting = () => void (id && get<MeetingDetails>(`/api/meetings/${id}`).then(setMeeting, () => undefined));

  const save = async (announce: boolean, over?: number, scope?: SeriesScope) => {
    if (draft!.series && !scope) return setAsking({ announce, ...(over === undefined ? {} : { over }) });
    setAsking(null);
    const written = over === undefined ? draft! : { ...draft!, revision: over };
    await saving.run(async () => {
      const target = id ?? (await post<{ id: Id }>('/api/meetings', inputOf(written))).id;
      const edited = id ? await put<MeetingEdited>(`/api/meetings/${id}?scope=${scope ?? 'this'}`, inputOf(written)) : null;
      let made: SeriesMade | null = null;
      try {
        const rule = written.repeat && !written.series ? ruleOf(written.repeat) : null;
        if (rule) made = await post<SeriesMade>(`/api/meetings/${target}/series`, { recurrence: rule, without: written.repeat!.without });
        if (announce) await post(`/api/meetings/${target}/schedule?scope=${made ? 'all' : (scope ?? 'this')}`);
      } catch (wrong) {
        if (id) throw wrong;
        // The meeting is there: trying again must go on with it, not make a second one.
        settle();
        toast(refusalText(asRefused(wrong)));
        return navigate(`/meetings/${target}/edit`, { replace: true });
      }
      // What was typed while the server answered stays, over the revision the server now has.
      const typedOn = !!id && latest.current !== draft;
      if (!typedOn) settle();
      setRestored(false);
      toast([
        t(announce ? 'meeting.scheduled' : 'editor.savedToast'),
        made && t('recur.made', { count: made.made }),
        edited?.others && t('series.changed', { count: edited.others }),
        edited?.kept && t('series.kept', { count: edited.kept.length }),
      ].filter(Boolean).join(' '));
      if (announce) return navigate(`/meetings/${target}`);
      if (!id) return navigate(`/meetings/${target}/edit`, { replace: true });
      const fresh = await get<MeetingDetails>(`/api/meetings/${target}`);
      setMeeting(fresh);
      setDraft((now) => (typedOn ? { ...now!, revision: fresh.revision } : draftOf(fresh)));
      setSavedAt(new Date());
    });
  };
  const keepMine = async () => {
    const fresh = await get<MeetingDetails>(`/api/meetings/${id}`);
    setMeeting(fresh);
    await save(false, fresh.revision);
  };
  const discard = () => {
    settle();
    load(false);
  };

  const clashes = useClashes(id, draft);
  if (!draft)
    return <div class="page">{loading.error ? <Problem text={refusalText(asRefused(loading.error))} onRetry={() => load(true)} /> : <Loading />}</div>;
  const found = findings(draft);
  const refused = saving.error ? asRefused(saving.error) : null;
  const isDraft = !meeting || meeting.status === 'draft';
  const count = (section: string) => found.filter((f) => f.section === section && f.blocks).length;
  const sections = [
    ['information', t('editor.information')],
    ['agenda', `${t('editor.agenda')} (${draft.items.length})`],
    ['invitees', `${t('editor.invitees')} (${draft.invitees.length})`],
    ['review', t('editor.review')],
  ] as const;
  return (
    <div class="page stack">
      <div class="editor-bar row row-apart">
        <h1>{t(id ? 'editor.editTitle' : 'editor.newTitle')}</h1>
        <div class="row">
          <span class="muted editor-state" role="status">{isSecret(draft.secrecy) ? '' : kept ? t('editor.keptLocally') : savedAt ? t('editor.saved', { time: time(savedAt) }) : ''}</span>
          <Button kind={isDraft ? 'plain' : 'primary'} busy={saving.busy} disabled={isSecret(draft.secrecy)} onClick={() => void save(false)}>{t(isDraft ? 'editor.save' : 'editor.saveChanges')}</Button>
          {isDraft && <Button kind="primary" busy={saving.busy} disabled={found.some((f) => f.blocks)} onClick={() => void save(true)}>{t('editor.saveAndSchedule')}</Button>}
        </div>
      </div>
      {restored && (
        <Notice tone="accent">
          <p>{t('editor.restored')}</p>
          <Button onClick={discard}>{t('editor.discard')}</Button>
        </Notice>
      )}
      {replaced && (
        <Notice tone="accent">
          <p>{t('earlier.replaced')}</p>
          <Button onClick={() => { setDraft(replaced); setReplaced(null); }}>{t('earlier.back')}</Button>
        </Notice>
      )}
      {loading.error && <Problem text={refusalText(asRefused(loading.error))} />}
      {refused && (refused.code === 'edited_elsewhere' ? (
        <Notice tone="warn">
          <p>{t('editor.conflict')}</p>
          <div class="row">
            <Button onClick={() => void keepMine()}>{t('editor.keepMine')}</Button>
            <Button onClick={discard}>{t('editor.takeTheirs')}</Button>
          </div>
        </Notice>
      ) : <Problem text={refusalText(refused)} />)}
      <div class="editor">
        <nav aria-label={t('editor.sections')}>
          {sections.map(([section, label]) => (
            <a key={section} href={`#${section}`} onClick={(e) => { e.preventDefault(); document.getElementById(section)?.scrollIntoView(); }}>
              <span>{label}</span>
              {count(section) > 0 && <span class="error">{count(section)}</span>}
            </a>
          ))}
        </nav>
        <div class="stack">
          {!id && (
            <EarlierSection
              onPick={(earlier) => void loading.run(() => beginFrom(earlier, kept ? draft : null))}
              onTemplate={(which, name) => void loading.run(() => beginFromTemplate(which, name))}
            />
          )}
          <InformationSection draft={draft} change={change} />
          <AgendaSection
            draft={draft}
            change={change}
            papers={(itemId) => {
              const item = meeting?.agenda.find((i) => i.id === itemId);
              return item && meeting ? documentsOf(meeting.id, item, reloadMeeting) : null;
            }}
          />
          <InviteesSection draft={draft} change={change} />
          <BusySection report={clashes} draft={draft} />
        </div>
        <aside class="stack">
          <ClashSection report={clashes} draft={draft} change={change} />
          <ReviewSection draft={draft} findings={found} />
        </aside>
      </div>
      {asking && <ScopeDialog onPick={(scope) => void save(asking.announce, asking.over, scope)} onClose={() => setAsking(null)} />}
    </div>
  );
}

function ownUnit() {
  const unit = user.value?.units.find((u) => u.role === 'secretary') ?? user.value?.units[0];
  return unit ? { id: unit.unitId, name: unit.unitName } : null;
}
