import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { asRefused, refusalText } from '../../wire/http';
import { giveUp, sendFile } from '../../wire/resumable';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/icons';
import { toast } from '../../ui/toast';
import { ConfirmBatch } from './ConfirmBatch';

const accepted = '.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.webp';

interface UploadProps {
  /** Opens an upload on the server, once the person has confirmed the batch; its id. */
  open: (name: string, length: number) => Promise<string>;
  /** What the uploads of this place are remembered under, so that choosing the same file again goes on where it stopped. */
  place: string;
  label: string;
  /** Spoken in full where the label alone would not say where the file goes. */
  spoken?: string;
  several?: boolean;
  onDone: () => void;
}

/**
 * Chosen or dropped files, sent one after the other. A line that dies is waited for; a page that was closed goes on when the same
 * file is chosen again. A refused file says why and does not stop the rest.
 */
export function Upload({ open, place, label, spoken, several = true, onDone }: UploadProps) {
  const id = useId();
  const [running, setRunning] = useState<{ name: string; percent: number; waiting: boolean } | null>(null);
  const [chosen, setChosen] = useState<File[]>([]);
  const [left, setLeft] = useState(0);
  const [wrong, setWrong] = useState<string[]>([]);
  const [over, setOver] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const sendOne = async (file: File) => {
    const name = file.name.normalize('NFC');
    const key = `upload:${place}:${name}:${file.size}:${file.lastModified}`;
    const control = (stop.current = new AbortController());
    setRunning({ name, percent: 0, waiting: false });
    const progress = (sent: number, waiting: boolean) => setRunning({ name, percent: Math.floor((100 * sent) / Math.max(1, file.size)), waiting });
    let upload = localStorage.getItem(key);
    try {
      for (;;) {
        const known = upload;
        upload ??= await open(name, file.size);
        localStorage.setItem(key, upload);
        try {
          await sendFile(upload, file, { progress, signal: control.signal });
          break;
        } catch (error) {
          // One that the server has forgotten meanwhile begins anew.
          if (!known || asRefused(error).code !== 'upload_unknown') throw error;
          upload = null;
        }
      }
      localStorage.removeItem(key);
      toast(t('document.uploaded', { name }));
      onDone();
    } catch (error) {
      const refused = asRefused(error);
      localStorage.removeItem(key);
      if (refused.code === 'upload_stopped' && upload) void giveUp(upload);
      setWrong((all) => [...all, `${name}: ${refusalText(refused)}`]);
    }
  };
  const send = async (files: File[]) => {
    setChosen([]);
    for (const [index, file] of files.entries()) {
      setLeft(files.length - index - 1);
      await sendOne(file);
    }
    setRunning(null);
  };
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (!files.length || running) return;
    setWrong([]);
    setChosen(several ? files : files.slice(0, 1));
  };
  return (
    <div
      class={`upload${over ? ' upload-over' : ''}`}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        take(e.dataTransfer?.files);
      }}
    >
      {running ? (
        <div class="row">
          <label class="grow" for={`${id}-bar`}>
            {t(running.waiting ? 'document.uploadWaiting' : 'document.uploading', { name: running.name, percent: running.percent })}
            {left > 0 && <span class="muted"> {t('document.uploadLeft', { count: left })}</span>}
            <progress id={`${id}-bar`} max={100} value={running.percent} />
          </label>
          <Button kind="quiet" icon="close" label={t('document.stop')} onClick={() => stop.current?.abort()} />
        </div>
      ) : chosen.length > 0 ? (
        <ConfirmBatch key={chosen.map((file) => file.name).join('/')} names={chosen.map((file) => file.name.normalize('NFC'))} onSend={() => void send(chosen)} onDrop={() => setChosen([])} />
      ) : (
        <div>
          <input
            id={id}
            type="file"
            accept={accepted}
            multiple={several}
            aria-label={spoken ?? label}
            onChange={(e) => {
              take(e.currentTarget.files);
              e.currentTarget.value = '';
            }}
          />
          <label class="btn btn-quiet" for={id}><Icon name="upload" /><span>{label}</span></label>
          <span class="muted upload-hint">{t('document.uploadHint')}</span>
        </div>
      )}
      {wrong.map((line) => <p key={line} class="error" role="alert">{line}</p>)}
    </div>
  );
}
