import './catalogue';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { MinutesBody } from '../../wire/contracts';
import { refusalText } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { Confirm } from '../../ui/Dialog';
import { Chip, Loading, Notice, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useTitle } from '../../ui/use';
import { Attendance } from './Attendance';
import { Clashes } from './Clashes';
import { MinutesDesk } from './minutesDesk';
import { Reading } from './Reading';
import { CourseSection, OpeningSection } from './Sections';
import './minutes.css';

/** The draft of the minutes: a form by its parts for those who keep them, a text for the others who were invited. */
export default function MinutesPage({ id }: { id: string }) {
  const desk = useMemo(() => new MinutesDesk(id), [id]);
  const [asking, setAsking] = useState(false);
  useTitle(t('minutes.title'));
  useEffect(() => {
    void desk.load();
    const keep = () => desk.keep();
    addEventListener('pagehide', keep);
    return () => {
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [desk]);

  const [view, body, meeting, refused] = [desk.saved.value, desk.body.value, desk.meeting.value, desk.refused.value];
  const back = <ButtonLink href={`/meetings/${id}`} kind="quiet" icon="left">{t('minutes.toMeeting')}</ButtonLink>;
  if (!view || !body)
    return (
      <div class="page stack">
        <h1>{t('minutes.title')}</h1>
        {!refused ? <Loading /> : refused.code === 'minutes_not_ready' ? (
          <Notice><p>{t('minutes.notYet')}</p></Notice>
        ) : <Problem text={refusalText(refused)} onRetry={() => void desk.load()} />}
        <div>{back}</div>
      </div>
    );
  const changed = desk.changed.value;
  const mayEdit = desk.mayEdit.value;
  const change = (part: Partial<MinutesBody>) => desk.edit(part);
  const save = () => void desk.save().then((ok) => ok && toast(t('minutes.saved')));
  const recompose = () =>
    void desk.recompose().then((ok) => {
      setAsking(false);
      if (ok) toast(t('minutes.recomposed'));
    });
  return (
    <div class="page stack">
      <div class="minutes-bar row row-apart">
        <div>
          <p class="row">
            <Chip icon="draft">{t('minutes.draft')}</Chip>
            <span class="muted">{view.editedAt ? t('minutes.edited', { at: dateTime(view.editedAt) }) : t('minutes.composed', { at: dateTime(view.composedAt) })}</span>
          </p>
          <h1>{t('minutes.title')}</h1>
          {meeting && <p class="muted">{meeting.title}</p>}
        </div>
        <div class="row">
          {mayEdit && <span class="muted" role="status">{changed ? t('minutes.unsaved') : t('minutes.allSaved')}</span>}
          {mayEdit && <Button kind="primary" busy={desk.busy.value} disabled={!changed || desk.clashes.value.length > 0} onClick={save}>{t('action.save')}</Button>}
          {changed ? <Button icon="download" onClick={() => toast(t('minutes.downloadUnsaved'))}>{t('minutes.download')}</Button> : (
            <ButtonLink href={`/api/meetings/${id}/minutes.docx`} icon="download" download>{t('minutes.download')}</ButtonLink>
          )}
        </div>
      </div>
      {desk.restored.value && (
        <Notice tone="accent">
          <p>{t('minutes.restored')}</p>
          <Button onClick={() => desk.discard()}>{t('minutes.discard')}</Button>
        </Notice>
      )}
      <Clashes desk={desk} />
      {refused && desk.clashes.value.length === 0 && <Problem text={refused.code === 'minutes_not_ready' ? t('minutes.noRecord') : refusalText(refused)} />}
      {mayEdit ? (
        <div class="minutes-form stack">
          <OpeningSection body={body} change={change} />
          <Attendance body={body} change={change} />
          <CourseSection body={body} change={change} />
        </div>
      ) : (
        <>
          <Notice><p>{t('minutes.readOnly')}</p></Notice>
          <Reading body={body} />
        </>
      )}
      <div class="row row-apart">
        {back}
        {mayEdit && <Button kind="danger" icon="refresh" onClick={() => setAsking(true)}>{t('minutes.recompose')}</Button>}
      </div>
      {asking && (
        <Confirm title={t('minutes.recompose')} action={t('minutes.recomposeAction')} busy={desk.busy.value} onConfirm={recompose} onClose={() => setAsking(false)}>
          <p>{t('minutes.recomposeText')}</p>
        </Confirm>
      )}
    </div>
  );
}
