import './catalogue';
import { useEffect, useState } from 'preact/hooks';
import { language, t } from '../../lib/i18n';
import { here, navigate, query } from '../../lib/router';
import { bytes } from '../../lib/text';
import { asRefused, refusalText } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad, useTitle } from '../../ui/use';
import { user } from '../accounts';
import { PageView } from './PageView';
import { documentDetails, openAnew, originalUrl, secondsToLoad } from './pages';

const zooms = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

/** A document for one reader alone; the page stands in the address, so that a link leads to it. */
export default function ReaderPage({ id }: { id: string }) {
  useState(() => openAnew(id));
  const details = useLoad(() => documentDetails(id), id);
  const [zoom, setZoom] = useState(innerWidth > 900 ? 0.67 : 1);
  const [asText, setAsText] = useState(false);
  const [asPicture, setAsPicture] = useState(false);
  const d = details.value;
  useTitle(d?.name ?? '');
  const page = Math.min(Math.max(1, Number(query('page')) || 1), Math.max(1, d?.pages ?? 1));
  const go = (to: number) => d && to >= 1 && to <= d.pages && navigate(`${here.value.split('?')[0]}?page=${to}`, { replace: true });
  const step = (by: number) => setZoom(zooms[Math.min(Math.max(0, zooms.indexOf(zoom) + by), zooms.length - 1)]!);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as Element).matches('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'ArrowRight' || event.key === 'PageDown') go(page + 1);
      else if (event.key === 'ArrowLeft' || event.key === 'PageUp') go(page - 1);
      else if (event.key === 'Home') go(1);
      else if (event.key === 'End') go(d?.pages ?? 1);
      else if (event.key === '+' || event.key === '=') step(1);
      else if (event.key === '-') step(-1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  if (!d)
    return (
      <main id="main" class="page">
        {details.error ? <Problem text={refusalText(asRefused(details.error))} onRetry={() => void details.reload()} /> : <Loading />}
      </main>
    );
  const seconds = secondsToLoad(d.size);
  const wait = seconds < 90 ? t('document.seconds', { count: seconds }) : t('document.minutes', { count: Math.round(seconds / 60) });
  const size = bytes(d.size, language.value);
  return (
    <main id="main" class="reader">
      <div class="reader-bar">
        <div class="reader-name">
          <ButtonLink href={`/meetings/${d.meetingId}${user.value?.kind === 'guest' ? '/room' : ''}`} kind="quiet" icon="left">{t('document.toMeeting')}</ButtonLink>
          <h1 title={d.name}>{d.name}</h1>
          <Button icon="text" pressed={asText} onClick={() => setAsText(!asText)}>{t('document.textView')}</Button>
          {d.sheets[page - 1]?.kind === 'text' && d.sheets[page - 1]!.small > 0 && (
            <Button icon="search" pressed={asPicture} onClick={() => setAsPicture(!asPicture)}>{t('document.pictureView')}</Button>
          )}
          {d.allowsDownload && (
            <span title={t('document.originalTime', { size, time: wait })}>
              <ButtonLink href={originalUrl(id)} icon="download" download>{t('document.original', { size: `${size}, ≈ ${wait}` })}</ButtonLink>
            </span>
          )}
        </div>
        <div class="reader-turn">
          <Button icon="left" label={t('document.previous')} disabled={page <= 1} onClick={() => go(page - 1)} />
          <label class="row">
            <span class="unseen">{t('document.goTo')}</span>
            <input class="page-number number" type="number" min={1} max={d.pages} value={page} onChange={(e) => go(Number(e.currentTarget.value))} />
          </label>
          <span class="muted number">/ {d.pages}</span>
          <span class="unseen" role="status">{t('document.page', { page, pages: d.pages })}</span>
          <Button icon="right" label={t('document.next')} disabled={page >= d.pages} onClick={() => go(page + 1)} />
          {!asText && (
            <>
              <Button icon="minus" label={t('document.zoomOut')} disabled={zoom === zooms[0]} onClick={() => step(-1)} />
              <span class="muted number zoom">{t('document.zoom', { percent: Math.round(zoom * 100) })}</span>
              <Button icon="plus" label={t('document.zoomIn')} disabled={zoom === zooms.at(-1)} onClick={() => step(1)} />
            </>
          )}
        </div>
      </div>
      <div class="reader-body">
        <nav class="reader-pages" aria-label={t('document.pageList')}>
          {Array.from({ length: d.pages }, (_, i) => (
            <button key={i} type="button" class="btn btn-quiet number" aria-current={i + 1 === page ? 'page' : undefined} onClick={() => go(i + 1)}>{i + 1}</button>
          ))}
        </nav>
        <div class="reader-stage">
          <PageView documentId={id} page={page} zoom={zoom} asText={asText} asPicture={asPicture} />
        </div>
      </div>
    </main>
  );
}
