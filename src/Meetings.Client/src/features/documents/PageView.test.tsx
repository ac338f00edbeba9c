import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, expect, it, vi as spy } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import type { DocumentDetails, PageKind } from '../../wire/contracts';
import './catalogue';
import { PageView } from './PageView';
import { secondsToLoad } from './pages';

beforeAll(() => addStrings(catalogue));
afterEach(() => {
  cleanup();
  spy.unstubAllGlobals();
});

/** Answers for one document and records what was asked. Each test uses an id of its own, because ready documents are remembered. */
function serve(id: string, kinds: PageKind[]) {
  const details: DocumentDetails = {
    id, name: 'Báo cáo.pdf', size: 60_000, pages: kinds.length, status: 'ready', uploadedAt: '2026-11-23T01:00:00Z', uploadedBy: 'Vân',
    meetingId: 'm', agendaItemId: 'i', pageTiers: kinds.map(() => 'svg+image'), pageKinds: kinds, pageSizes: kinds.map(() => [595, 842]),
  };
  const asked: string[] = [];
  spy.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return path.endsWith('.txt') ? new Response('CỘNG HÒA XÃ HỘI') : new Response(JSON.stringify(details));
  });
  return asked;
}
const shown = () => document.querySelector<HTMLImageElement>('.paper img')?.getAttribute('src');

it('draws a page of words by its drawing and a scan by its picture', async () => {
  serve('d1', ['text', 'scan']);
  const { rerender } = render(<PageView documentId="d1" page={1} />);
  await waitFor(() => expect(shown()).toBe('/api/documents/d1/pages/1.svg'));
  rerender(<PageView documentId="d1" page={2} />);
  await waitFor(() => expect(shown()).toBe('/api/documents/d1/pages/2.png'));
});

it('falls back to the other tier, then says that the page failed', async () => {
  serve('d2', ['text']);
  render(<PageView documentId="d2" page={1} />);
  fireEvent.error(await screen.findByRole('img'));
  await waitFor(() => expect(shown()).toBe('/api/documents/d2/pages/1.png'));
  fireEvent.error(screen.getByRole('img'));
  expect((await screen.findByRole('alert')).textContent).toContain('Không tải được trang 1');
});

it('fetches the next page when this one is drawn', async () => {
  const asked = serve('d3', ['text', 'text', 'text']);
  render(<PageView documentId="d3" page={2} />);
  fireEvent.load(await screen.findByRole('img'));
  await waitFor(() => expect(asked).toEqual(['/api/documents/d3', '/api/documents/d3/pages/3.svg', '/api/documents/d3/pages/1.svg']));
});

it('turns pages by key within the document', async () => {
  serve('d4', ['text', 'text']);
  const turned: number[] = [];
  render(<PageView documentId="d4" page={1} onPage={(page) => turned.push(page)} />);
  const paper = await screen.findByRole('group');
  for (const key of ['ArrowLeft', 'ArrowRight', 'End']) fireEvent.keyDown(paper, { key });
  expect(turned).toEqual([2, 2]);
});

it('gives the words for those who want larger type', async () => {
  serve('d5', ['text']);
  render(<PageView documentId="d5" page={1} asText />);
  expect(await screen.findByText('CỘNG HÒA XÃ HỘI')).toBeTruthy();
});

it('says how long the original takes', () => expect(secondsToLoad(74_500_000)).toBe(596));
