import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { ImportRemark, ImportReport } from '../../wire/contracts';
import { asRefused, get, post, refusalText, text } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Loading, Notice, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad } from '../../ui/use';
import { useAction } from '../../ui/useAction';

type What = 'units' | 'people';
/** Changes drawn at once; the count says how many there are. */
const most = 200;

export function TableTools({ what, onImport, exportPath }: { what: What; onImport?: () => void; exportPath?: string }) {
  return (
    <>
      {onImport && <Button icon="file" onClick={onImport}>{t(`org.import.${what}`)}</Button>}
      {exportPath && <ButtonLink kind="plain" icon="download" href={exportPath} download>{t('org.export')}</ButtonLink>}
    </>
  );
}

/** A table is shown as what it would change, line by line, before anything is changed. */
export function ImportDialog({ what, onApplied, onClose }: { what: What; onApplied: () => void; onClose: () => void }) {
  const [csv, setCsv] = useState<string | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const { busy, error, run } = useAction();
  const presets = useLoad(() => (what === 'units' ? get<string[]>('/api/units/presets') : Promise.resolve([])), what);
  const send = (table: string, apply: boolean) =>
    run(async () => {
      const answer = await post<ImportReport>(`/api/${what}/import`, { csv: table, apply });
      setCsv(table);
      setReport(answer);
      if (!answer.applied) return;
      toast(t('org.imported', { count: answer.changes.length }));
      onApplied();
      onClose();
    });
  const pick = async (file: File | undefined) => file && void send(await textOf(file), false);
  const ready = !!report && report.problems.length === 0 && report.changes.length > 0;
  return (
    <Dialog
      title={t(`org.import.${what}`)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.close')}</Button>
          <Button kind="primary" busy={busy} disabled={!ready} onClick={() => csv !== null && void send(csv, true)}>{t('org.importApply', { count: report?.changes.length ?? 0 })}</Button>
        </>
      }
    >
      <p>{t(`org.importText.${what}`)}</p>
      <label class="field">
        <span>{t('org.importFile')}</span>
        <input type="file" accept=".csv,text/csv,text/plain" onChange={(e) => void pick(e.currentTarget.files?.[0])} />
      </label>
      {(presets.value?.length ?? 0) > 0 && (
        <div class="stack-tight">
          <h3>{t('org.presets')}</h3>
          <div class="org-tools">
            {presets.value!.map((name) => (
              <Button key={name} busy={busy} onClick={() => void run(async () => void (await send(await text(`/api/units/presets/${name}`), false)))}>{t(`org.preset.${name as 'dong-thap-2021'}`)}</Button>
            ))}
          </div>
        </div>
      )}
      {error ? <Problem text={refusalText(asRefused(error))} /> : busy && <Loading />}
      {report && <Report report={report} />}
    </Dialog>
  );
}

function Report({ report }: { report: ImportReport }) {
  return (
    <div class="stack" role="status">
      {report.problems.length > 0 ? (
        <Notice tone="warn">
          <p>{t('org.importProblems', { count: report.problems.length })}</p>
          <Remarks remarks={report.problems} />
        </Notice>
      ) : (
        <p><strong>{t('org.importWould', { count: report.changes.length, unchanged: report.unchanged })}</strong></p>
      )}
      {report.warnings.length > 0 && (
        <details>
          <summary>{t('org.importWarnings', { count: report.warnings.length })}</summary>
          <Remarks remarks={report.warnings} />
        </details>
      )}
      {report.changes.length > 0 && (
        <ul class="org-changes">
          {report.changes.slice(0, most).map((change, i) => (
            <li key={i}>
              <strong>{t(`org.change.${change.kind}`)}</strong> {change.name} {change.detail && <span class="muted">{change.detail}</span>}
            </li>
          ))}
          {report.changes.length > most && <li class="muted">{t('org.more', { shown: most, count: report.changes.length })}</li>}
        </ul>
      )}
    </div>
  );
}

const Remarks = ({ remarks }: { remarks: ImportRemark[] }) => (
  <ul>
    {remarks.slice(0, most).map((remark, i) => (
      <li key={i}>{t('org.importLine', { line: remark.line })} {refusalText({ code: remark.code, ...(remark.args ? { args: remark.args } : {}) })}</li>
    ))}
  </ul>
);

/** Spreadsheets save as UTF-8 or, "Unicode text", as UTF-16; the byte order mark tells. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  const head = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  const encoding = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
