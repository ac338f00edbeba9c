import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { language, t } from '../../lib/i18n';
import { bytes } from '../../lib/text';
import type { DocumentView, Id } from '../../wire/contracts';
import { asRefused, refusalText, remove, search, upload } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Confirm } from '../../ui/Dialog';
import { Icon } from '../../ui/icons';
import { Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';
import { originalUrl } from './pages';
import './documents.css';

interface Place { meetingId: Id; itemId: Id; number: number }

/** The papers of an agenda item; with `place` they can be added to and deleted. Asks again while one is being prepared. */
export function DocumentList({ documents, place, onChanged }: { documents: DocumentView[]; place?: Place; onChanged?: () => void }) {
  const [asked, setAsked] = useState<DocumentView | null>(null);
  const { busy, error, run } = useAction();
  const waiting = documents.some((d) => d.status === 'processing');
  const changed = useRef(onChanged);
  changed.current = onChanged;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => changed.current?.(), 4000);
    return () => clearInterval(timer);
  }, [waiting]);
  const erase = (document: DocumentView) =>
    void run(() => remove(`/api/documents/${document.id}`)).then((ok) => ok && (setAsked(null), onChanged?.()));
  return (
    <>
      {documents.length > 0 && (
        <ul class="papers">
          {documents.map((d) => (
            <li key={d.id}>
              <a href={d.status === 'failed' ? originalUrl(d.id) : `/documents/${d.id}`} {...(d.status === 'failed' ? { download: '' } : {})}
                title={t('document.by', { name: d.uploadedBy, at: dateTime(d.uploadedAt) })}>
                <Icon name="file" />{d.name}
              </a>
              <span class="muted number">
                {d.status === 'ready' ? `${t('document.pages', { pages: d.pages })} · ${bytes(d.size, language.value)}` : t(`document.${d.status}`)}
              </span>
              {place && <Button kind="quiet" icon="trash" label={t('document.delete', { name: d.name })} onClick={() => setAsked(d)} />}
            </li>
          ))}
        </ul>
      )}
      {place && onChanged && <Upload place={place} onDone={onChanged} />}
      {asked && (
        <Confirm title={t('document.deleteTitle')} action={t('action.delete')} busy={busy} onConfirm={() => erase(asked)} onClose={() => setAsked(null)}>
          <p>{t('document.deleteText', { name: asked.name })}</p>
          {error ? <Problem text={refusalText(asRefused(error))} /> : null}
        </Confirm>
      )}
    </>
  );
}

/** Sends the chosen files one after the other. A refused one says why and does not stop the rest. */
function Upload({ place, onDone }: { place: Place; onDone: () => void }) {
  const id = useId();
  const [running, setRunning] = useState<{ name: string; share: number } | null>(null);
  const [wrong, setWrong] = useState<string[]>([]);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const send = async (files: File[]) => {
    setWrong([]);
    for (const file of files) {
      const name = file.name.normalize('NFC');
      if (!/\.pdf$/i.test(name)) {
        setWrong((all) => [...all, t('document.onlyPdf', { name })]);
        continue;
      }
      stop.current = new AbortController();
      setRunning({ name, share: 0 });
      try {
        const path = `/api/meetings/${place.meetingId}/agenda/${place.itemId}/documents${search({ name })}`;
        await upload<DocumentView>(path, file, (share) => setRunning({ name, share }), stop.current.signal);
        toast(t('document.uploaded', { name }));
        onDone();
      } catch (error) {
        setWrong((all) => [...all, `${name}: ${refusalText(asRefused(error))}`]);
      }
    }
    setRunning(null);
  };
  const percent = running ? Math.round(running.share * 100) : 0;
  return (
    <div class="upload">
      {running ? (
        <div class="row">
          <label class="grow" for={`${id}-bar`}>{t('document.uploading', { name: running.name, percent })}
            <progress id={`${id}-bar`} max={100} value={percent} />
          </label>
          <Button kind="quiet" icon="close" label={t('document.stop')} onClick={() => stop.current?.abort()} />
        </div>
      ) : (
        <div>
          <input
            id={id}
            type="file"
            accept="application/pdf,.pdf"
            multiple
            aria-label={t('document.uploadTo', { number: place.number })}
            onChange={(e) => {
              const files = [...(e.currentTarget.files ?? [])];
              e.currentTarget.value = '';
              void send(files);
            }}
          />
          <label class="btn btn-quiet" for={id}><Icon name="upload" /><span>{t('document.upload')}</span></label>
        </div>
      )}
      {wrong.map((line) => <p key={line} class="error" role="alert">{line}</p>)}
    </div>
  );
}
