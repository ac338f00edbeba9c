import { useEffect, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { Id } from '../../wire/contracts';
import { asRefused, refusalText, text } from '../../wire/http';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad } from '../../ui/use';
import { documentDetails, isMoving, isWideLine, noteOpened, partUrl, prefetch, tiersOf } from './pages';
import './documents.css';

interface PageViewProps {
  documentId: Id;
  /** From 1. */
  page: number;
  /** Called when the reader turns the page by key; without it the page only shows. */
  onPage?: (page: number) => void;
  /** 1 = as wide as the place it stands in. */
  zoom?: number;
  /** `page` keeps the whole page in view, `width` fills the width and scrolls. */
  fit?: 'width' | 'page';
  /** Shows the words in the reader's own type size instead of the page's picture. */
  asText?: boolean;
  /** Shows the picture of a page whose drawing would do, to see it exactly as it was made. */
  asPicture?: boolean;
}

/**
 * One page of a document, as small as it can be on the wire. The old page stays until the new one is drawn, so that turning does not
 * flash; the next page is fetched when this one is there, and the sharp picture when the reader looks closer or the line is wide.
 */
export function PageView({ documentId, page, onPage, zoom = 1, fit = 'width', asText = false, asPicture = false }: PageViewProps) {
  const details = useLoad(() => documentDetails(documentId), documentId);
  const [drawn, setDrawn] = useState<{ url: string; shape: number } | null>(null);
  const [failed, setFailed] = useState<string[]>([]);
  const [attempt, setAttempt] = useState(0);
  const d = details.value;
  const sheet = d?.sheets[page - 1];
  const [width, height] = sheet ? [sheet.width, sheet.height] : [595, 842];
  const tiers = sheet ? (asPicture && sheet.small > 0 ? (['small', 'svg'] as const) : tiersOf(sheet)) : [];
  const first = sheet && tiers.map((tier) => partUrl(documentId, sheet, tier)).find((candidate) => !failed.includes(candidate));
  const sharp = sheet && sheet.large > 0 && first?.endsWith('.small') && (zoom > 1.2 || isWideLine()) ? partUrl(documentId, sheet, 'large') : null;
  // The sharp one comes after the small one is there, never instead of it.
  const [sharpFor, setSharpFor] = useState<string | null>(null);
  const url = sharp && !failed.includes(sharp) && sharpFor === first ? sharp : first;
  const processing = d?.status === 'processing';
  const moving = !!d && isMoving(d);
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => void details.reload(), 4000);
    return () => clearInterval(timer);
  }, [moving]);
  useEffect(() => setFailed([]), [documentId, attempt]);
  useEffect(() => {
    if (d?.status === 'ready') noteOpened(documentId);
  }, [documentId, d?.status]);

  if (!d) return details.error ? <Problem text={refusalText(asRefused(details.error))} onRetry={() => void details.reload()} /> : <Loading />;
  if (processing) return <p class="loading" role="status">{t('document.processing')}</p>;
  if (d.status === 'failed') return <Problem text={d.problem ? refusalText({ code: d.problem }) : t('document.failed')} />;

  const turn = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowRight: page + 1, PageDown: page + 1, ArrowLeft: page - 1, PageUp: page - 1, Home: 1, End: d.pages }[event.key];
    if (to === undefined || !onPage) return;
    event.preventDefault();
    if (to >= 1 && to <= d.pages) onPage(to);
  };
  const label = `${d.name}. ${t('document.page', { page, pages: d.pages })}`;
  if (asText && sheet) return <PageWords url={partUrl(documentId, sheet, 'txt')} label={label} onKeyDown={turn} />;
  if (!url) return <Problem text={t('document.pageFailed', { page })} onRetry={() => setAttempt(attempt + 1)} />;
  return (
    <div class={`paper${fit === 'page' ? ' paper-page-fit' : ''}`} tabIndex={0} role="group" aria-label={label} onKeyDown={turn}>
      {drawn && drawn.url !== url && <img class="paper-page" src={drawn.url} alt="" style={size(zoom, fit, drawn.shape)} />}
      <img
        key={`${url}#${attempt}`}
        class={`paper-page${drawn?.url === url ? '' : ' paper-coming'}`}
        src={url}
        alt={label}
        width={width}
        height={height}
        style={size(zoom, fit, width / height)}
        onLoad={() => {
          setDrawn({ url, shape: width / height });
          if (url === first) {
            setSharpFor(url);
            void prefetch(documentId, [page + 1, page - 1]);
          }
        }}
        onError={() => setFailed((all) => [...all, url])}
      />
      {sheet?.kind !== 'text' && sheet?.small === 0 && moving && <p class="paper-wait muted" role="status">{t('document.picturing')}</p>}
    </div>
  );
}

/** `page` is as high as the place allows; container units keep its width in step. */
const size = (zoom: number, fit: 'width' | 'page', shape: number) =>
  fit === 'width' ? { width: `${zoom * 100}%` } : { width: `min(${zoom * 100}cqw, ${zoom * 100 * shape}cqh)` };

function PageWords({ url, label, onKeyDown }: { url: string; label: string; onKeyDown: (e: KeyboardEvent) => void }) {
  const words = useLoad(() => text(url), url);
  return (
    <div class="paper-words" tabIndex={0} role="group" aria-label={label} onKeyDown={onKeyDown}>
      {words.error ? <Problem text={refusalText(asRefused(words.error))} onRetry={() => void words.reload()} /> : words.value === undefined && <Loading />}
      {words.value !== undefined && (words.value.trim() ? words.value : <p class="muted">{t('document.noText')}</p>)}
    </div>
  );
}
