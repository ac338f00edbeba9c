import './catalogue';
import './notifications.css';
import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { asRefused, get, refusalText } from '../../wire/http';
import type { MailFolder, MailStatus, PickedUpMail } from '../../wire/contracts';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Chip, Loading, Notice, Problem } from '../../ui/Notice';
import { useLoad, useTitle } from '../../ui/use';

/** How mail is doing; and, where a folder stands in for the mail server, the mails themselves. */
export default function MailPage() {
  const status = useLoad(() => get<MailStatus>('/api/mail'), 'mail');
  const folder = useLoad(() => get<MailFolder>('/api/mail/pickup'), 'pickup');
  const [open, setOpen] = useState<string | null>(null);
  useTitle(t('mail.title'));
  const s = status.value;
  return (
    <div class="page stack">
      <div class="row row-apart">
        <h1>{t('mail.title')}</h1>
        <Button icon="refresh" onClick={() => { void status.reload(); void folder.reload(); }}>{t('mail.refresh')}</Button>
      </div>
      {status.error ? <Problem text={refusalText(asRefused(status.error))} onRetry={() => void status.reload()} /> : !s && <Loading />}
      {s && (
        <section class="card stack-tight">
          <p><strong>{t(`mail.way.${s.way}`)}</strong>{s.target && <> <span class="muted">{s.target}</span></>}</p>
          <p class="row">
            <Chip icon="clock" tone={s.waiting ? 'warn' : 'neutral'}>{t('mail.waiting', { count: s.waiting })}</Chip>
            <Chip icon="check" tone="good">{t('mail.sent', { count: s.sent })}</Chip>
            {s.refused > 0 && <Chip icon="ban" tone="bad">{t('mail.refused', { count: s.refused })}</Chip>}
            {s.expired > 0 && <Chip icon="ban">{t('mail.expired', { count: s.expired })}</Chip>}
          </p>
          {s.problem && <Notice tone="warn"><p>{t('mail.problem', { problem: s.problem, at: s.nextTry ? dateTime(s.nextTry) : '' })}</p></Notice>}
        </section>
      )}
      {folder.value?.isInUse && (
        <section class="card stack-tight">
          <h2>{t('mail.pickup')}</h2>
          <p class="muted">{t('mail.pickupText')}</p>
          {folder.value.mails.length === 0 && <p>{t('mail.none')}</p>}
          <ul class="notices">
            {folder.value.mails.map((mail) => (
              <li key={mail.id}>
                <a href={`#${mail.id}`} onClick={(e) => { e.preventDefault(); setOpen(mail.id); }}>
                  <span>{mail.subject} {mail.method && <span class="muted">{mail.method}</span>}</span>
                  <span class="muted number">{dateTime(mail.date)} · {mail.to}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {open && <Mail id={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Mail({ id, onClose }: { id: string; onClose: () => void }) {
  const mail = useLoad(() => get<PickedUpMail>(`/api/mail/pickup/${id}`), id);
  const m = mail.value;
  return (
    <Dialog title={m?.line.subject ?? t('mail.title')} onClose={onClose}>
      {mail.error ? <Problem text={refusalText(asRefused(mail.error))} /> : !m && <Loading />}
      {m && (
        <div class="stack">
          <pre class="mail-source" tabIndex={0} data-test="mail-text">{m.text}</pre>
          {m.attachments.length > 0 && <p>{t('mail.attachments', { names: m.attachments.join(', ') })}</p>}
          {m.calendar && <details><summary>{t('mail.calendar')}</summary><pre class="mail-source" tabIndex={0}>{m.calendar}</pre></details>}
          <details><summary>{t('mail.headers')}</summary><pre class="mail-source" tabIndex={0}>{m.headers}</pre></details>
        </div>
      )}
    </Dialog>
  );
}
