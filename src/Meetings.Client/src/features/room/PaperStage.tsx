import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { PageView } from '../documents';
import { useCall } from './context';
import { CallIcon } from './icons';
import { documentOf } from './words';
import { showToAll, turned, type PaperPage, type PaperView } from './paper';

/** Shows a page number once it holds still: ours to all, or only to ourselves. */
export function usePaper() {
  const call = useCall();
  const { session, ownPage, meeting } = call;
  const show = (page: PaperPage) => showToAll((method, ...args) => session.command(method, ...args), ownPage, page);
  const turn = (view: PaperView, by: number) => {
    if (!view.page) return;
    const next = turned(view.page, by, documentOf(meeting.value, view.page.documentId)?.pages ?? Infinity);
    if (next.page === view.page.page) return;
    if (view.presenting && session.can('Show')) void show(next);
    else ownPage.value = next;
  };
  return { show, turn };
}

/** The paper as the stage. It follows the presenter until the reader turns a page; one chip brings them back. */
export function PaperStage({ view, page }: { view: PaperView; page: PaperPage }) {
  const { session, ownPage, meeting } = useCall();
  const { show, turn } = usePaper();
  const [zoom, setZoom] = useState(1);
  const paper = documentOf(meeting.value, page.documentId);
  const pages = paper?.pages ?? page.page;
  return (
    <section class="desk" data-test="paper" data-document={page.documentId} data-page={page.page} data-following={view.following} aria-label={paper?.name}>
      <div class="desk-sheet">
        <PageView documentId={page.documentId} page={page.page} zoom={zoom} onPage={to => turn(view, to - page.page)} />
      </div>
      <div class="desk-bar" role="toolbar" aria-label={paper?.name}>
        <span class="desk-name" title={paper?.name}>{paper?.name}</span>
        <button type="button" class="btn btn-icon" data-test="page-previous" aria-label={t('paper.previous')} title={t('paper.previous')} disabled={page.page <= 1} onClick={() => turn(view, -1)}><CallIcon name="left" /></button>
        <span class="number" data-test="page-number">{t('paper.page', { page: page.page, pages })}</span>
        <button type="button" class="btn btn-icon" data-test="page-next" aria-label={t('paper.next')} title={t('paper.next')} disabled={page.page >= pages} onClick={() => turn(view, 1)}><CallIcon name="right" /></button>
        <button type="button" class="btn btn-icon desk-zoom" aria-label={t('paper.smaller')} title={t('paper.smaller')} disabled={zoom <= 0.5} onClick={() => setZoom(z => z - 0.25)}><CallIcon name="minus" /></button>
        <button type="button" class="btn btn-icon desk-zoom" aria-label={t('paper.bigger')} title={t('paper.bigger')} disabled={zoom >= 3} onClick={() => setZoom(z => z + 0.25)}><CallIcon name="plus" /></button>
        {view.canFollow ? (
          <button type="button" class="chip-follow" data-test="follow" onClick={() => { ownPage.value = null; }}>{t('paper.follow')}</button>
        ) : (
          session.room.value?.shown && (view.presenting || !session.can('Show')) && <span class="muted desk-mode">{t(view.presenting ? 'paper.presenting' : 'paper.following')}</span>
        )}
        {session.can('Show') && !view.presenting && (
          <button type="button" class="btn" data-test="present-here" onClick={() => void show(page)}>{t('paper.presentHere')}</button>
        )}
        {session.can('Hide') && session.room.value?.shown && (
          <button type="button" class="btn" data-test="hide" onClick={() => { ownPage.value = null; void session.command('Hide'); }}>{t('paper.stop')}</button>
        )}
        {ownPage.value && !view.presenting && (
          <button type="button" class="btn btn-icon" data-test="paper-close" aria-label={t('paper.close')} title={t('paper.close')} onClick={() => { ownPage.value = null; }}><CallIcon name="close" /></button>
        )}
      </div>
    </section>
  );
}
