import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { Id, PreparationView, SubmissionView, UploadStarted } from '../../wire/contracts';
import { asRefused, post, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Chip, Problem, type Tone } from '../../ui/Notice';
import { useAction } from '../../ui/useAction';
import { Upload } from '../documents';
import { owesDelegates, owesReport, readDelegates, writeDelegates, type Owing } from './model';

interface Props { meetingId: Id; view: PreparationView; reload: () => void }

/** Delegates and reports, one row an invited unit, site or person; those who owe something stand first. */
export function Submissions({ meetingId, view, reload }: Props) {
  const [editing, setEditing] = useState<SubmissionView | null>(null);
  const [returning, setReturning] = useState<SubmissionView | null>(null);
  const { plan } = view;
  if (!view.mayManage && (view.rows.length === 0 || (!plan.delegatesDue && !plan.reportDue))) return null;
  const now = Date.now();
  const owing = (row: SubmissionView) => (owesDelegates(row, plan, now) !== 'none' ? 1 : 0) + (owesReport(row, plan, now) !== 'none' ? 1 : 0);
  const rows = [...view.rows].sort((a, b) => owing(b) - owing(a));
  const missing = rows.filter((row) => owing(row) > 0).length;
  return (
    <section class="card stack-tight">
      <h2>{t('preparation.submissions')}</h2>
      <p class="muted">
        {[plan.delegatesDue && t('preparation.delegatesBy', { at: dateTime(plan.delegatesDue) }), plan.reportDue && t('preparation.reportBy', { at: dateTime(plan.reportDue) }), plan.reportTopic]
          .filter(Boolean).join(' · ')}
      </p>
      {view.mayManage && rows.length > 0 && (plan.delegatesDue || plan.reportDue) && <p><strong>{missing ? t('preparation.missing', { count: missing, all: rows.length }) : t('preparation.complete', { all: rows.length })}</strong></p>}
      <ul class="submissions">
        {rows.map((row) => (
          <li key={row.key} data-key={row.key}>
            <strong>{row.name}</strong>
            <div class="row">
              {(plan.delegatesDue || row.delegatesAt) && (
                <State owing={owesDelegates(row, plan, now)} done={t('preparation.delegatesDone', { count: row.delegates.length })} missing={t('preparation.delegatesMissing')} />
              )}
              {(plan.reportDue || row.reportId) && <Report row={row} owing={owesReport(row, plan, now)} />}
            </div>
            {row.delegates.length > 0 && <p class="muted">{row.delegates.map((d) => (d.position ? `${d.name} (${d.position})` : d.name)).join('; ')}</p>}
            {row.reportId && <p><a href={`/documents/${row.reportId}`}>{row.reportName}</a> {row.reportAt && <span class="muted number">{dateTime(row.reportAt)}</span>}</p>}
            {row.report === 'returned' && row.remark && <p class="error">{t('preparation.returnedBecause', { remark: row.remark })}</p>}
            <div class="row">
              {(row.mine || view.mayManage) && <Button icon="users" onClick={() => setEditing(row)}>{t('preparation.editDelegates')}</Button>}
              {row.mine && row.report !== 'accepted' && (plan.reportDue || row.reportId) && (
                <Upload
                  open={async (name, length) => (await post<UploadStarted>(`/api/meetings/${meetingId}/preparation/${row.key}/report`, { name, length, confirmed: true })).id}
                  place={`report:${meetingId}:${row.key}`}
                  label={t(row.reportId ? 'preparation.replaceReport' : 'preparation.uploadReport')}
                  several={false}
                  onDone={reload}
                />
              )}
              {view.mayManage && row.report === 'submitted' && <Accept meetingId={meetingId} row={row} reload={reload} onReturn={() => setReturning(row)} />}
            </div>
          </li>
        ))}
      </ul>
      {editing && <DelegatesDialog meetingId={meetingId} row={editing} onClose={() => setEditing(null)} onDone={() => { setEditing(null); reload(); }} />}
      {returning && <ReturnDialog meetingId={meetingId} row={returning} onClose={() => setReturning(null)} onDone={() => { setReturning(null); reload(); }} />}
    </section>
  );
}

const State = ({ owing, done, missing }: { owing: Owing; done: string; missing: string }) => (
  <Chip tone={owing === 'none' ? 'good' : owing === 'late' ? 'bad' : 'warn'} icon={owing === 'none' ? 'check' : owing === 'late' ? 'warning' : 'clock'}>
    {owing === 'none' ? done : owing === 'late' ? `${missing} · ${t('preparation.late')}` : missing}
  </Chip>
);

const tones: Record<SubmissionView['report'], Tone> = { missing: 'warn', submitted: 'accent', accepted: 'good', returned: 'warn' };
const Report = ({ row, owing }: { row: SubmissionView; owing: Owing }) => (
  <Chip tone={owing === 'late' ? 'bad' : tones[row.report]} icon={row.report === 'accepted' ? 'check' : owing === 'late' ? 'warning' : 'file'}>
    {t(`report.${row.report}`)}{owing === 'late' && ` · ${t('preparation.late')}`}
  </Chip>
);

function Accept({ meetingId, row, reload, onReturn }: { meetingId: Id; row: SubmissionView; reload: () => void; onReturn: () => void }) {
  const { busy, error, run } = useAction();
  const accept = () => void run(() => put(`/api/meetings/${meetingId}/preparation/${row.key}/report`, { accepted: true })).then((ok) => ok && reload());
  return (
    <>
      <Button kind="primary" icon="check" busy={busy} onClick={accept}>{t('preparation.accept')}</Button>
      <Button icon="left" onClick={onReturn}>{t('preparation.return')}</Button>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
    </>
  );
}

interface DialogProps { meetingId: Id; row: SubmissionView; onClose: () => void; onDone: () => void }

function DelegatesDialog({ meetingId, row, onClose, onDone }: DialogProps) {
  const [text, setText] = useState(writeDelegates(row.delegates));
  const { busy, error, run } = useAction();
  const save = () => void run(() => put(`/api/meetings/${meetingId}/preparation/${row.key}/delegates`, { delegates: readDelegates(text) })).then((ok) => ok && onDone());
  return (
    <Dialog title={t('preparation.editDelegates')} onClose={onClose} footer={<Button kind="primary" busy={busy} onClick={save}>{t('action.save')}</Button>}>
      <p class="muted">{row.name}</p>
      <TextArea label={t('preparation.delegates')} hint={t('preparation.delegatesHint')} value={text} onInput={setText} rows={8} />
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
    </Dialog>
  );
}

function ReturnDialog({ meetingId, row, onClose, onDone }: DialogProps) {
  const [remark, setRemark] = useState('');
  const { busy, error, run } = useAction();
  const send = () => void run(() => put(`/api/meetings/${meetingId}/preparation/${row.key}/report`, { accepted: false, remark })).then((ok) => ok && onDone());
  return (
    <Dialog title={t('preparation.return')} onClose={onClose} footer={<Button kind="primary" busy={busy} disabled={!remark.trim()} onClick={send}>{t('preparation.return')}</Button>}>
      <p class="muted">{row.name} · {row.reportName}</p>
      <TextArea label={t('preparation.remark')} value={remark} onInput={setRemark} rows={4} maxLength={4000} />
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
    </Dialog>
  );
}
