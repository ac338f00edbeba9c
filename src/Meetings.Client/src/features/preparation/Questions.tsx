import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { MeetingDetails, PreparationView, QuestionView } from '../../wire/contracts';
import { asRefused, post, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Select, TextArea } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { useAction } from '../../ui/useAction';

interface Props { meeting: MeetingDetails; view: PreparationView; reload: () => void }

/** Questions on the papers before the meeting, by item, with the presenter's answers. */
export function Questions({ meeting, view, reload }: Props) {
  const [item, setItem] = useState(meeting.agenda[0]?.id ?? '');
  const [text, setText] = useState('');
  const { busy, error, run } = useAction();
  const ask = () =>
    void run(() => post(`/api/meetings/${meeting.id}/preparation/questions`, { agendaItemId: item, text })).then((ok) => {
      if (!ok) return;
      setText('');
      reload();
    });
  const over = meeting.status === 'closed' || meeting.status === 'cancelled';
  return (
    <section class="card stack-tight">
      <h2>{t('question.title')}</h2>
      {view.questions.length === 0 && <p class="muted">{t('question.none')}</p>}
      {meeting.agenda.filter((i) => view.questions.some((q) => q.agendaItemId === i.id)).map((i) => (
        <div key={i.id} class="stack-tight">
          <h3>{i.number}. {i.title}</h3>
          {view.questions.filter((q) => q.agendaItemId === i.id).map((q) => <Question key={q.id} question={q} reload={reload} />)}
        </div>
      ))}
      {(view.mayAnswer || view.mayManage) && !over && meeting.agenda.length > 0 && (
        <div class="stack-tight">
          <Select label={t('question.item')} value={item} options={meeting.agenda.map((i) => ({ value: i.id, label: `${i.number}. ${i.title}` }))} onChange={setItem} />
          <TextArea label={t('question.text')} value={text} onInput={setText} maxLength={4000} />
          {error ? <Problem text={refusalText(asRefused(error))} /> : null}
          <div><Button icon="plus" busy={busy} disabled={!text.trim()} onClick={ask}>{t('question.send')}</Button></div>
        </div>
      )}
    </section>
  );
}

function Question({ question: q, reload }: { question: QuestionView; reload: () => void }) {
  const [answering, setAnswering] = useState(false);
  const [text, setText] = useState(q.answer ?? '');
  const { busy, error, run } = useAction();
  const save = () => void run(() => put(`/api/questions/${q.id}/answer`, { text })).then((ok) => {
    if (!ok) return;
    setAnswering(false);
    reload();
  });
  return (
    <article class="opinion stack-tight">
      <p class="opinion-question">{q.text}</p>
      <p class="muted">{[q.askedBy, q.unitName, dateTime(q.askedAt)].filter(Boolean).join(' · ')}</p>
      {q.answer && !answering && <p class="answer"><strong>{t('question.answer')}:</strong> {q.answer} <span class="muted">({[q.answeredBy, q.answeredAt && dateTime(q.answeredAt)].filter(Boolean).join(', ')})</span></p>}
      {q.mayAnswer && (answering ? (
        <>
          <TextArea label={t('question.answer')} value={text} onInput={setText} maxLength={4000} />
          {error ? <Problem text={refusalText(asRefused(error))} /> : null}
          <div class="row"><Button kind="primary" busy={busy} disabled={!text.trim()} onClick={save}>{t('action.save')}</Button><Button onClick={() => setAnswering(false)}>{t('action.back')}</Button></div>
        </>
      ) : <div><Button kind="quiet" icon="edit" onClick={() => setAnswering(true)}>{t(q.answer ? 'question.edit' : 'question.reply')}</Button></div>)}
    </article>
  );
}
