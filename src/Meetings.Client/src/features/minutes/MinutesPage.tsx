import './catalogue';
import { useEffect, useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { MinutesBody, MinutesView } from '../../wire/contracts';
import { asRefused, get, post, put, refusalText } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { Confirm } from '../../ui/Dialog';
import { Chip, Loading, Notice, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';
import { useTitle } from '../../ui/use';
import { Attendance } from './Attendance';
import { CourseSection, OpeningSection } from './Sections';
import './minutes.css';

/** The draft of the minutes as a form by its parts; what was typed is kept on this machine until the server has it. */
export default function MinutesPage({ id }: { id: string }) {
  const [view, setView] = useState<MinutesView | null>(null);
  const [body, setBody] = useState<MinutesBody | null>(null);
  const [changed, setChanged] = useState(false);
  const [restored, setRestored] = useState(false);
  const [asking, setAsking] = useState(false);
  const loading = useAction();
  const saving = useAction();
  useTitle(t('minutes.title'));
  const path = `/api/meetings/${id}/minutes`;
  const storageKey = `draft.minutes.${id}`;

  const show = (loaded: MinutesView) => {
    setView(loaded);
    setBody(loaded.body);
    setChanged(false);
    setRestored(false);
    localStorage.removeItem(storageKey);
  };
  const load = (useKept: boolean) =>
    void loading.run(async () => {
      const kept = useKept ? readKept(storageKey) : null;
      const loaded = await get<MinutesView>(path);
      if (!kept) return show(loaded);
      setView({ ...loaded, revision: kept.revision });
      setBody(kept.body);
      setChanged(true);
      setRestored(true);
    });
  useEffect(() => load(true), [id]);
  useEffect(() => {
    if (!changed || !body || !view) return;
    const keep = () => localStorage.setItem(storageKey, JSON.stringify({ revision: view.revision, body }));
    const timer = setTimeout(keep, 400);
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [body, changed, view?.revision]);

  const change = (part: Partial<MinutesBody>) => {
    setChanged(true);
    setBody((old) => ({ ...old!, ...part }));
  };
  const save = (revision = view!.revision) =>
    void saving.run(async () => {
      const saved = await put<{ revision: number }>(path, { revision, body });
      setChanged(false);
      setRestored(false);
      localStorage.removeItem(storageKey);
      setView({ ...view!, revision: saved.revision, editedAt: new Date().toISOString(), body: body! });
      toast(t('minutes.saved'));
    });
  const keepMine = () => void get<MinutesView>(path).then((fresh) => save(fresh.revision), (e: unknown) => toast(refusalText(asRefused(e)), 'wrong'));
  const recompose = () =>
    void saving
      .run(async () => show(await post<MinutesView>(`${path}/recompose`, { revision: view!.revision })))
      .then((ok) => {
        setAsking(false);
        if (ok) toast(t('minutes.recomposed'));
      });

  const back = <ButtonLink href={`/meetings/${id}`} kind="quiet" icon="left">{t('minutes.toMeeting')}</ButtonLink>;
  if (!view || !body) {
    const refused = loading.error ? asRefused(loading.error) : null;
    return (
      <div class="page stack">
        <h1>{t('minutes.title')}</h1>
        {!refused ? <Loading /> : refused.code === 'minutes_not_found' || refused.code === 'minutes_missing' ? (
          <Notice><p>{t('minutes.notYet')}</p></Notice>
        ) : <Problem text={refusalText(refused)} onRetry={() => load(true)} />}
        <div>{back}</div>
      </div>
    );
  }
  const refused = saving.error ? asRefused(saving.error) : null;
  return (
    <div class="page stack">
      <div class="minutes-bar row row-apart">
        <div>
          <p class="row"><Chip icon="draft">{t('minutes.draft')}</Chip>
            <span class="muted">{view.editedAt ? t('minutes.edited', { at: dateTime(view.editedAt) }) : t('minutes.composed', { at: dateTime(view.composedAt) })}</span>
          </p>
          <h1>{t('minutes.title')}</h1>
        </div>
        <div class="row">
          <span class="muted" role="status">{changed ? t('minutes.unsaved') : ''}</span>
          <Button kind="primary" busy={saving.busy} disabled={!changed} onClick={() => save()}>{t('action.save')}</Button>
          {changed ? <Button icon="download" onClick={() => toast(t('minutes.downloadUnsaved'))}>{t('minutes.download')}</Button> : (
            <ButtonLink href={`${path}.docx`} icon="download" download>{t('minutes.download')}</ButtonLink>
          )}
        </div>
      </div>
      {restored && <Notice tone="accent"><p>{t('minutes.restored')}</p><Button onClick={() => load(false)}>{t('minutes.discard')}</Button></Notice>}
      {refused && (refused.code === 'edited_elsewhere' ? (
        <Notice tone="warn">
          <p>{t('minutes.conflict')}</p>
          <div class="row"><Button onClick={keepMine}>{t('minutes.keepMine')}</Button><Button onClick={() => load(false)}>{t('minutes.takeTheirs')}</Button></div>
        </Notice>
      ) : <Problem text={refusalText(refused)} />)}
      <OpeningSection body={body} change={change} />
      <Attendance body={body} change={change} />
      <CourseSection body={body} change={change} />
      <div class="row row-apart">
        {back}
        <Button kind="danger" icon="refresh" onClick={() => setAsking(true)}>{t('minutes.recompose')}</Button>
      </div>
      {asking && (
        <Confirm title={t('minutes.recompose')} action={t('minutes.recompose')} busy={saving.busy} onConfirm={recompose} onClose={() => setAsking(false)}>
          <p>{t('minutes.recomposeText')}</p>
        </Confirm>
      )}
    </div>
  );
}

function readKept(key: string): { revision: number; body: MinutesBody } | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as { revision: number; body: MinutesBody } | null;
    return kept && Array.isArray(kept.body?.items) ? kept : null;
  } catch {
    return null;
  }
}
