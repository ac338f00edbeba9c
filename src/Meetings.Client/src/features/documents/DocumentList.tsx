import './catalogue';
import { useEffect, useRef, useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { language, t } from '../../lib/i18n';
import { bytes } from '../../lib/text';
import type { DocumentView, Id, UploadStarted } from '../../wire/contracts';
import { asRefused, post, refusalText, remove } from '../../wire/http';
import { Confirm, Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/icons';
import { MenuButton, type MenuItem } from '../../ui/MenuButton';
import { Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';
import { OpeningsDialog, RulesDialog } from './PaperDialogs';
import { forgetDocument, openAhead, originalUrl } from './pages';
import { Upload } from './Upload';
import './documents.css';

interface Place { meetingId: Id; itemId: Id; number: string }

/** The papers of an agenda item; with `place` they can be added to and looked after. Asks again while one is being prepared. */
export function DocumentList({ documents, place, onChanged }: { documents: DocumentView[]; place?: Place; onChanged?: () => void }) {
  const [asked, setAsked] = useState<{ what: 'delete' | 'rules' | 'openings' | 'version'; document: DocumentView } | null>(null);
  const { busy, error, run } = useAction();
  const waiting = documents.some((d) => d.status === 'processing' || (d.latest! > d.version! && !d.problem) || d.pictured! < d.pages);
  const changed = useRef(onChanged);
  changed.current = onChanged;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => changed.current?.(), 4000);
    return () => clearInterval(timer);
  }, [waiting]);
  useEffect(() => {
    // Who sees papers will open one: its page is there by then, which saves two round trips.
    const timer = setTimeout(() => void import('./ReaderPage').catch(() => undefined), 500);
    return () => clearTimeout(timer);
  }, []);
  const done = () => {
    if (asked) forgetDocument(asked.document.id);
    setAsked(null);
    onChanged?.();
  };
  const erase = (document: DocumentView) => void run(() => remove(`/api/documents/${document.id}`)).then((ok) => ok && done());
  const move = (document: DocumentView, verb: 'withdraw' | 'release') =>
    void run(() => post(`/api/documents/${document.id}/${verb}`)).then((ok) => {
      if (!ok) return;
      toast(t(verb === 'withdraw' ? 'document.withdrawnDone' : 'document.releasedDone', { name: document.name }));
      onChanged?.();
    });
  const open = async (name: string, length: number, replaces?: Id) =>
    (await post<UploadStarted>(`/api/meetings/${place!.meetingId}/agenda/${place!.itemId}/uploads`, { name, length, confirmed: true, ...(replaces ? { replaces } : {}) })).id;
  const menu = (d: DocumentView): MenuItem[] => [
    { label: t('document.newVersion'), icon: 'upload', onSelect: () => setAsked({ what: 'version', document: d }) },
    { label: t('document.rules'), icon: 'lock', onSelect: () => setAsked({ what: 'rules', document: d }) },
    { label: t('document.openings'), icon: 'users', onSelect: () => setAsked({ what: 'openings', document: d }) },
    d.withdrawn
      ? { label: t('document.release'), icon: 'check', onSelect: () => move(d, 'release') }
      : { label: t('document.withdraw'), icon: 'ban', onSelect: () => move(d, 'withdraw') },
    { label: t('action.delete'), icon: 'trash', danger: true, onSelect: () => setAsked({ what: 'delete', document: d }) },
  ];
  return (
    <>
      {documents.length > 0 && (
        <ul class="papers">
          {documents.map((d) => (
            <li key={d.id}>
              <a href={d.status === 'failed' ? originalUrl(d.id) : `/documents/${d.id}`} {...(d.status === 'failed' ? { download: '' } : { onClick: (e: MouseEvent) => e.ctrlKey || e.metaKey || e.shiftKey || openAhead(d.id) })}
                title={t('document.by', { name: d.uploadedBy, at: dateTime(d.uploadedAt) })}>
                <Icon name="file" />{d.name}
              </a>
              <span class="muted number">{state(d)}</span>
              {place && <MenuButton label={t('document.actions', { name: d.name })} icon="more" items={menu(d)} />}
              {d.problem && <p class="error">{refusalText({ code: d.problem })}</p>}
            </li>
          ))}
        </ul>
      )}
      {place && onChanged && (
        <Upload open={open} place={place.itemId} label={t('document.upload')} spoken={t('document.uploadTo', { number: place.number })} onDone={onChanged} />
      )}
      {error && !asked ? <Problem text={refusalText(asRefused(error))} /> : null}
      {asked?.what === 'rules' && <RulesDialog document={asked.document} onDone={done} onClose={() => setAsked(null)} />}
      {asked?.what === 'openings' && <OpeningsDialog document={asked.document} onClose={() => setAsked(null)} />}
      {asked?.what === 'version' && (
        <Dialog title={t('document.newVersion')} onClose={() => setAsked(null)}>
          <p>{t('document.newVersionText', { name: asked.document.name })}</p>
          <Upload open={(name, length) => open(name, length, asked.document.id)} place={asked.document.id} label={t('document.choose')} several={false} onDone={done} />
        </Dialog>
      )}
      {asked?.what === 'delete' && (
        <Confirm title={t('document.deleteTitle')} action={t('action.delete')} busy={busy} onConfirm={() => erase(asked.document)} onClose={() => setAsked(null)}>
          <p>{t('document.deleteText', { name: asked.document.name })}</p>
          {error ? <Problem text={refusalText(asRefused(error))} /> : null}
        </Confirm>
      )}
    </>
  );
}

/** "8 trang · 1,2 MB · bản 2 · đang tạo ảnh 3/20" */
function state(d: DocumentView): string {
  const parts = d.status === 'ready' ? [t('document.pages', { pages: d.pages }), bytes(d.size, language.value)] : [t(`document.${d.status}`)];
  if (d.version! > 1) parts.push(t('document.version', { number: d.version! }));
  if (d.latest! > d.version! && !d.problem) parts.push(t('document.versionComing', { number: d.latest! }));
  if (d.status === 'ready' && d.pictured! < d.pages) parts.push(t('document.pictured', { done: d.pictured!, pages: d.pages }));
  if (d.withdrawn) parts.push(t('document.withdrawn'));
  if (d.restricted) parts.push(t('document.restricted'));
  if (d.stamped) parts.push(t('document.stamped'));
  if (d.allowsDownload === false) parts.push(t('document.noDownload'));
  return parts.join(' · ');
}
