import { useRef, useState } from 'preact/hooks';
import { date } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { InvitationBoard } from '../../wire/contracts';
import { asRefused, putFile, refusalText, search } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { DateField } from '../../ui/DateField';
import { TextField } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';

/** The giấy mời: a draft to issue in the office's document system, and the signed file that comes back from there. */
export function LetterSection({ meetingId, board, reload }: { meetingId: string; board: InvitationBoard; reload: () => Promise<void> }) {
  const [number, setNumber] = useState(board.letter?.number ?? '');
  const [day, setDay] = useState(board.letter?.date ?? '');
  const [file, setFile] = useState<File | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const { busy, error, run } = useAction();
  const path = `/api/meetings/${meetingId}/invitations/letter`;
  const attach = (event: Event) => {
    event.preventDefault();
    if (!file) return;
    void run(() => putFile(`${path}${search({ number: number.trim(), date: day })}`, file)).then(async (ok) => {
      if (!ok) return;
      toast(t('letter.attached'));
      setFile(null);
      if (input.current) input.current.value = '';
      await reload();
    });
  };
  return (
    <section class="card stack">
      <div>
        <h2>{t('letter.title')}</h2>
        <p class="muted">{t('letter.text')}</p>
      </div>
      <div class="row">
        <ButtonLink href={`${path}.docx`} icon="download" download>{t('letter.docx')}</ButtonLink>
        <ButtonLink href={`${path}.pdf`} icon="download" download>{t('letter.pdf')}</ButtonLink>
        <ButtonLink href={`${path}.docx?each=true`} icon="download" download>{t('letter.each')}</ButtonLink>
      </div>
      {board.letter && <p><a href={path} download="">{t('invitations.letter', { number: board.letter.number, date: date(board.letter.date) })}</a></p>}
      <form class="stack" onSubmit={attach} noValidate>
        <h3>{board.letter ? t('letter.replace') : t('letter.attach')}</h3>
        <div class="columns">
          <TextField label={t('letter.number')} hint={t('letter.numberHint')} value={number} onInput={setNumber} maxLength={50} />
          <DateField label={t('letter.date')} value={day} onInput={setDay} />
        </div>
        <div class="field">
          <label for="letter-file">{t('letter.file')}</label>
          <input id="letter-file" ref={input} type="file" accept="application/pdf" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} />
        </div>
        {error ? <Problem text={refusalText(asRefused(error))} /> : null}
        <div><Button type="submit" icon="upload" busy={busy} disabled={!file || !number.trim() || !day}>{t('letter.attach')}</Button></div>
      </form>
    </section>
  );
}
