import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { MeetingDetails, OpinionView, PreparationView } from '../../wire/contracts';
import { asRefused, post, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Select, TextArea } from '../../ui/Field';
import { Chip, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';
import { Due } from './Due';
import { fromLocal, isWhole, summaryCsv } from './model';

interface Props { meeting: MeetingDetails; view: PreparationView; reload: () => void }

/** Written opinion forms: the members answer, the secretary asks and reads the summary. */
export function Opinions({ meeting, view, reload }: Props) {
  const [asking, setAsking] = useState(false);
  if (!view.mayManage && view.opinions.length === 0) return null;
  return (
    <section class="card stack-tight">
      <h2>{t('opinion.title')}</h2>
      {view.opinions.length === 0 && <p class="muted">{t('opinion.none')}</p>}
      {view.opinions.map((o) => <Form key={o.id} opinion={o} view={view} reload={reload} />)}
      {view.mayManage && (asking
        ? <Ask meeting={meeting} onDone={() => { setAsking(false); reload(); }} onCancel={() => setAsking(false)} />
        : <div><Button icon="plus" onClick={() => setAsking(true)}>{t('opinion.ask')}</Button></div>)}
    </section>
  );
}

function Form({ opinion: o, view, reload }: { opinion: OpinionView; view: PreparationView; reload: () => void }) {
  const [choice, setChoice] = useState<number | undefined>(o.myChoice);
  const [text, setText] = useState(o.myText ?? '');
  const { busy, error, run } = useAction();
  const answer = () =>
    void run(() => put(`/api/opinions/${o.id}/answer`, { ...(choice === undefined ? {} : { choice }), text })).then((ok) => {
      if (!ok) return;
      toast(t('opinion.sent'));
      reload();
    });
  const close = () => void run(() => post(`/api/opinions/${o.id}/close`)).then((ok) => ok && reload());
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([summaryCsv(o, [t('opinion.name'), t('opinion.unit'), t('opinion.choice'), t('opinion.words'), t('opinion.at')])], { type: 'text/csv' }));
    link.download = 'tong-hop-y-kien.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <article class="opinion stack-tight" data-opinion={o.id}>
      <p class="row">
        <Chip tone={o.open ? 'accent' : 'neutral'} icon={o.open ? 'clock' : 'check'}>{t(o.open ? 'opinion.open' : 'opinion.closed', { at: dateTime(o.dueAt) })}</Chip>
        <span class="muted number">{t('opinion.answered', { count: o.answered })}</span>
      </p>
      <p class="opinion-question">{o.question}</p>
      {o.documentId && <p><a href={`/documents/${o.documentId}`}>{t('opinion.paper')}</a></p>}
      {view.mayAnswer && o.open && (
        <fieldset class="stack-tight">
          <legend>{t('opinion.mine')}</legend>
          {o.options.map((option, i) => (
            <label key={option} class="checkbox"><input type="radio" name={o.id} checked={choice === i} onChange={() => setChoice(i)} /><span>{option}</span></label>
          ))}
          <TextArea label={t('opinion.words')} required={o.options.length === 0} value={text} onInput={setText} maxLength={4000} />
          <div class="row">
            <Button kind="primary" busy={busy} disabled={o.options.length > 0 ? choice === undefined : !text.trim()} onClick={answer}>{t(o.myAnsweredAt ? 'opinion.change' : 'opinion.send')}</Button>
            {o.myAnsweredAt && <span class="muted number">{t('opinion.sentAt', { at: dateTime(o.myAnsweredAt) })}</span>}
          </div>
        </fieldset>
      )}
      {!o.open && o.myAnsweredAt && <p class="muted">{t('opinion.mine')}: {[o.myChoice === undefined ? '' : o.options[o.myChoice], o.myText].filter(Boolean).join(' – ')}</p>}
      {view.mayManage && o.answers && (
        <details>
          <summary>{t('opinion.summary')}</summary>
          <ul class="counts">{o.options.map((option, i) => <li key={option}>{option}: <strong class="number">{o.counts?.[i] ?? 0}</strong></li>)}</ul>
          <ul class="openings">
            {o.answers.map((a) => (
              <li key={a.name + a.at}><strong>{a.name}</strong>{a.unitName && <span class="muted"> – {a.unitName}</span>}: {[a.choice === undefined ? '' : o.options[a.choice], a.text].filter(Boolean).join(' – ')}</li>
            ))}
          </ul>
          <div class="row">
            {o.answers.length > 0 && <Button icon="download" onClick={save}>{t('opinion.save')}</Button>}
            {o.open && <Button icon="lock" busy={busy} onClick={close}>{t('opinion.close')}</Button>}
          </div>
        </details>
      )}
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
    </article>
  );
}

function Ask({ meeting, onDone, onCancel }: { meeting: MeetingDetails; onDone: () => void; onCancel: () => void }) {
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState(t('opinion.defaultOptions'));
  const [due, setDue] = useState('');
  const [paper, setPaper] = useState('');
  const { busy, error, run } = useAction();
  const papers = meeting.agenda.flatMap((i) => i.documents);
  const send = () =>
    void run(() => post(`/api/meetings/${meeting.id}/preparation/opinions`, {
      question, options: options.split('\n').map((o) => o.trim()).filter(Boolean), dueAt: fromLocal(due), ...(paper ? { documentId: paper } : {}),
    })).then((ok) => ok && onDone());
  return (
    <div class="stack-tight opinion">
      <TextArea label={t('opinion.question')} value={question} onInput={setQuestion} rows={3} maxLength={4000} />
      <TextArea label={t('opinion.options')} hint={t('opinion.optionsHint')} required={false} value={options} onInput={setOptions} rows={4} />
      {papers.length > 0 && (
        <Select label={t('opinion.about')} value={paper} options={[{ value: '', label: t('opinion.aboutMeeting') }, ...papers.map((p) => ({ value: p.id, label: p.name }))]} onChange={setPaper} />
      )}
      <Due label={t('opinion.due')} value={due} onInput={setDue} />
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <div class="row">
        <Button kind="primary" busy={busy} disabled={!question.trim() || !due || !isWhole(due)} onClick={send}>{t('opinion.issue')}</Button>
        <Button onClick={onCancel}>{t('action.back')}</Button>
      </div>
    </div>
  );
}
