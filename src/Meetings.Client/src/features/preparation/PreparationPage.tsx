import './catalogue';
import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { MeetingDetails, PreparationView } from '../../wire/contracts';
import { asRefused, get, put, refusalText } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad, useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { Due } from './Due';
import { fromLocal, isWhole, toLocal } from './model';
import { Opinions } from './Opinions';
import { Questions } from './Questions';
import { Submissions } from './Submissions';
import './preparation.css';

/** What the invited hand in before a meeting. The secretary sees all of it, the others what concerns them. */
export default function PreparationPage({ id }: { id: string }) {
  const loaded = useLoad(async () => ({ meeting: await get<MeetingDetails>(`/api/meetings/${id}`), view: await get<PreparationView>(`/api/meetings/${id}/preparation`) }), id);
  const v = loaded.value;
  useTitle(v ? `${t('preparation.title')} – ${v.meeting.title}` : '');
  if (!v)
    return <div class="page">{loaded.error ? <Problem text={refusalText(asRefused(loaded.error))} onRetry={() => void loaded.reload()} /> : <Loading />}</div>;
  const reload = () => void loaded.reload();
  return (
    <div class="page stack">
      <div>
        <ButtonLink href={`/meetings/${id}`} kind="quiet" icon="left">{v.meeting.title}</ButtonLink>
        <h1>{t('preparation.title')}</h1>
      </div>
      {v.view.mayManage && <Plan id={id} view={v.view} onDone={reload} />}
      <Submissions meetingId={id} view={v.view} reload={reload} />
      <Opinions meeting={v.meeting} view={v.view} reload={reload} />
      <Questions meeting={v.meeting} view={v.view} reload={reload} />
    </div>
  );
}

/** What is asked for and by when; an empty date asks for nothing. */
function Plan({ id, view, onDone }: { id: string; view: PreparationView; onDone: () => void }) {
  const [delegates, setDelegates] = useState(toLocal(view.plan.delegatesDue));
  const [report, setReport] = useState(toLocal(view.plan.reportDue));
  const [topic, setTopic] = useState(view.plan.reportTopic ?? '');
  const { busy, error, run } = useAction();
  const save = () =>
    void run(() => put(`/api/meetings/${id}/preparation/plan`, { delegatesDue: fromLocal(delegates), reportDue: fromLocal(report), reportTopic: topic })).then((ok) => {
      if (!ok) return;
      toast(t('preparation.planSaved'));
      onDone();
    });
  return (
    <section class="card stack-tight">
      <h2>{t('preparation.plan')}</h2>
      <div class="deadlines">
        <Due label={t('preparation.delegatesDue')} value={delegates} required={false} onInput={setDelegates} />
        <Due label={t('preparation.reportDue')} value={report} required={false} onInput={setReport} />
        <TextField label={t('preparation.reportTopic')} required={false} value={topic} onInput={setTopic} maxLength={200} />
      </div>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <div><Button kind="primary" busy={busy} disabled={!isWhole(delegates) || !isWhole(report)} onClick={save}>{t('action.save')}</Button></div>
    </section>
  );
}
