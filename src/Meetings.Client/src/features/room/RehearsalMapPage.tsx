import './rehearsal.catalogue';
import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { language, t, type Key } from '../../lib/i18n';
import { matches } from '../../lib/text';
import type { RehearsalBoard, RehearsalReminded, RehearsalRow, RehearsalVerdict } from '../../wire/contracts';
import { asRefused, get, post, refusalText } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Chip, Loading, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad, useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { figures, verdictLooks } from './rehearsal';
import './rehearsal.css';

const verdicts: RehearsalVerdict[] = ['failed', 'missing', 'weak', 'good'];
/** Places from which on one is searched for rather than seen. */
const many = 12;

/** Every invited place at a glance: what failed first, and whom to call. */
export default function RehearsalMapPage({ id }: { id: string }) {
  useTitle(t('rehearsals.title'));
  const board = useLoad(() => get<RehearsalBoard>(`/api/meetings/${id}/rehearsals`), id);
  const reminding = useAction();
  const remind = () => void reminding.run(async () => {
    const answer = await post<RehearsalReminded>(`/api/meetings/${id}/rehearsals/remind`);
    toast(t('rehearsals.reminded', { count: answer.told }));
  });
  const [only, setOnly] = useState<RehearsalVerdict | null>(null);
  const [sought, setSought] = useState('');
  const rows = board.value?.rows ?? [];
  const shown = rows.filter((r) => (!only || r.verdict === only) && matches(`${r.name} ${r.unitName ?? ''}`, sought));
  return (
    <div class="page stack">
      <div class="row row-apart">
        <h1>{t('rehearsals.title')}</h1>
        <ButtonLink href={`/meetings/${id}`} icon="left">{t('rehearsals.back')}</ButtonLink>
      </div>
      {board.error ? <Problem text={refusalText(asRefused(board.error))} onRetry={() => void board.reload()} /> : !board.value && <Loading />}
      {reminding.error && <Problem text={refusalText(asRefused(reminding.error))} />}
      {board.value && (
        <>
          <div class="row row-apart">
            <div class="row" role="group" aria-label={t('rehearsals.filter')}>
              {verdicts.map((v) => [v, rows.filter((r) => r.verdict === v).length] as const).filter(([, n]) => n > 0).map(([v, n]) => (
                <Button key={v} icon={verdictLooks[v][1]} pressed={only === v} onClick={() => setOnly(only === v ? null : v)}>{t(`rehearsal.verdict.${v}`)}: {n}</Button>
              ))}
            </div>
            {board.value.mayManage && rows.some((r) => r.verdict === 'missing' || r.verdict === 'failed' || r.problems.includes('unknown')) && <Button icon="bell" busy={reminding.busy} onClick={remind}>{t('rehearsals.remind')}</Button>}
          </div>
          {rows.length === 0 && <p class="muted">{t('rehearsals.none')}</p>}
          {rows.length > many && <TextField label={t('rehearsals.find')} value={sought} onInput={setSought} maxLength={100} />}
          <p class="unseen" role="status">{t('rehearsals.shown', { count: shown.length, all: rows.length })}</p>
          <ul class="places">{shown.map((r) => <Place key={r.place} row={r} />)}</ul>
        </>
      )}
    </div>
  );
}

function Place({ row: r }: { row: RehearsalRow }) {
  const [tone, icon] = verdictLooks[r.verdict];
  const line = r.last && figures({ down: bits(r.last.down), up: bits(r.last.up), roundTrip: r.last.roundTrip ?? null, loss: r.last.loss ?? null, udp: null, tcp: null }, language.value)
    .filter(([, value]) => value).map(([key, value]) => `${t(key)} ${value}`);
  return (
    <li class={`card stack-tight place place-${r.verdict}`}>
      <p class="row row-apart"><strong>{r.name}</strong><Chip tone={tone} icon={icon}>{t(`rehearsal.verdict.${r.verdict}`)}</Chip></p>
      {r.problems.length > 0 && <ul class="place-problems">{r.problems.map((p) => <li key={p}>{t(`rehearsal.problem.${p}` as Key)}</li>)}</ul>}
      {line && line.length > 0 && <p class="muted number">{line.join(' · ')}</p>}
      {r.last && <p class="muted">{[r.last.browser, r.at && t('rehearsals.at', { time: dateTime(r.at), by: r.by ?? '' }), r.tries > 1 && t('rehearsals.tries', { count: r.tries })].filter(Boolean).join(' · ')}</p>}
      {r.verdict !== 'good' && r.technicianPhone && (
        <p>{r.technician} <a class="place-call" href={`tel:${r.technicianPhone.replaceAll(' ', '')}`} aria-label={t('rehearsals.call', { name: `${r.technician ?? r.name}, ${r.technicianPhone}` })}>{r.technicianPhone}</a></p>
      )}
    </li>
  );
}

const bits = (kbit: number | undefined) => (kbit === undefined ? null : kbit * 1000);
