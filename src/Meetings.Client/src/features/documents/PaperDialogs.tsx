import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { AudienceEntry, DocumentDetails, DocumentView, MeetingDetails, OpeningView } from '../../wire/contracts';
import { asRefused, get, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Checkbox } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad } from '../../ui/use';
import { useAction } from '../../ui/useAction';

/** Who may read a paper and how: everybody, or those ticked among the invited; the file or its pages alone; the reader's name on each page. */
export function RulesDialog({ document, onDone, onClose }: { document: DocumentView; onDone: () => void; onClose: () => void }) {
  const known = useLoad(async () => {
    const details = await get<DocumentDetails>(`/api/documents/${document.id}`);
    return { details, meeting: await get<MeetingDetails>(`/api/meetings/${details.meetingId}`) };
  }, document.id);
  return (
    <Dialog title={t('document.rules')} onClose={onClose}>
      {known.error ? <Problem text={refusalText(asRefused(known.error))} onRetry={() => void known.reload()} /> : !known.value && <Loading />}
      {known.value && <Rules {...known.value} onDone={onDone} />}
    </Dialog>
  );
}

function Rules({ details, meeting, onDone }: { details: DocumentDetails; meeting: MeetingDetails; onDone: () => void }) {
  const [audience, setAudience] = useState<AudienceEntry[]>(details.audience ?? []);
  const [chosen, setChosen] = useState(audience.length > 0);
  const [allowsDownload, setAllowsDownload] = useState(details.allowsDownload);
  const [stamped, setStamped] = useState(details.stamped);
  const { busy, error, run } = useAction();
  const has = (id: string) => audience.some((a) => a.targetId === id);
  const nobody = chosen && audience.length === 0;
  const save = () =>
    void run(() => put(`/api/documents/${details.id}/rules`, { audience: chosen ? audience : [], allowsDownload, stamped })).then((ok) => ok && onDone());
  return (
    <div class="stack">
      <p class="muted">{details.name}</p>
      <fieldset class="stack-tight">
        <legend>{t('document.audience')}</legend>
        <label class="checkbox"><input type="radio" name="audience" checked={!chosen} onChange={() => setChosen(false)} /><span>{t('document.audienceAll')}</span></label>
        <label class="checkbox"><input type="radio" name="audience" checked={chosen} onChange={() => setChosen(true)} /><span>{t('document.audienceChosen')}</span></label>
        {chosen && (
          <div class="audience">
            {meeting.invitees.map((i) => (
              <Checkbox
                key={i.id}
                label={i.name}
                checked={has(i.targetId)}
                onChange={(on) => setAudience(on ? [...audience, { kind: i.kind, targetId: i.targetId }] : audience.filter((a) => a.targetId !== i.targetId))}
              />
            ))}
          </div>
        )}
        {nobody && <p class="error">{t('document.audienceNobody')}</p>}
      </fieldset>
      <Checkbox label={t('document.allowDownload')} checked={allowsDownload} onChange={setAllowsDownload} />
      <Checkbox label={t('document.stamp')} checked={stamped} onChange={setStamped} />
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <Button kind="primary" busy={busy} disabled={nobody} onClick={save}>{t('action.save')}</Button>
    </div>
  );
}

/** Who opened the paper, when, which version, and who took the file. */
export function OpeningsDialog({ document, onClose }: { document: DocumentView; onClose: () => void }) {
  const openings = useLoad(() => get<OpeningView[]>(`/api/documents/${document.id}/openings`), document.id);
  return (
    <Dialog title={t('document.openings')} onClose={onClose}>
      <p class="muted">{document.name}</p>
      {openings.error ? <Problem text={refusalText(asRefused(openings.error))} onRetry={() => void openings.reload()} /> : !openings.value && <Loading />}
      {openings.value?.length === 0 && <p>{t('document.openedByNobody')}</p>}
      {!!openings.value?.length && (
        <ul class="openings">
          {openings.value.map((o) => (
            <li key={`${o.name}${o.firstAt}`}>
              <strong>{o.name}</strong>
              <p class="muted">
                {t('document.openedAt', { first: dateTime(o.firstAt), last: dateTime(o.lastAt), times: o.times, version: o.version })}
                {o.downloadedAt && ` · ${t('document.downloadedAt', { at: dateTime(o.downloadedAt) })}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
