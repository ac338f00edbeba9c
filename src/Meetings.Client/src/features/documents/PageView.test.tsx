import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, expect, it, vi as spy } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import type { DocumentDetails, SheetView } from '../../wire/contracts';
import './catalogue';
import { PageView } from './PageView';
import { secondsToLoad } from './pages';

beforeAll(() => addStrings(catalogue));
afterEach(() => {
  cleanup();
  spy.unstubAllGlobals();
});

/** Answers for one document and records what was asked. Each test uses an id of its own, because ready documents are remembered. */
function serve(id: string, kinds: SheetView['kind'][]) {
  const details: DocumentDetails = {
    id, name: 'Báo cáo.pdf', size: 60_000, pages: kinds.length, status: 'ready', uploadedAt: '2026-11-23T01:00:00Z', uploadedBy: 'Vân',
    meetingId: 'm', agendaItemId: 'i', version: 1, latest: 1, format: 'pdf', allowsDownload: true, stamped: false, withdrawn: false, mayManage: false,
    sheets: kinds.map((kind, i) => ({ hash: `h${i + 1}`, kind, width: 595, height: 842, drawing: 1200, small: 38_000, large: 70_000 })),
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
  await waitFor(() => expect(shown()).toBe('/api/documents/d1/p/h1.svg'));
  rerender(<PageView documentId="d1" page={2} />);
  await waitFor(() => expect(shown()).toBe('/api/documents/d1/p/h2.small'));
});

it('falls back to the other tier, then says that the page failed', async () => {
  serve('d2', ['text']);
  render(<PageView documentId="d2" page={1} />);
  fireEvent.error(await screen.findByRole('img'));
  await waitFor(() => expect(shown()).toBe('/api/documents/d2/p/h1.small'));
  fireEvent.error(screen.getByRole('img'));
  expect((await screen.findByRole('alert')).textContent).toContain('Không tải được trang 1');
});

it('fetches the next page when this one is drawn', async () => {
  const asked = serve('d3', ['text', 'text', 'text']);
  render(<PageView documentId="d3" page={2} />);
  fireEvent.load(await screen.findByRole('img'));
  await waitFor(() => expect(asked).toEqual(['/api/documents/d3', '/api/documents/d3/opened', '/api/documents/d3/p/h3.svg', '/api/documents/d3/p/h1.svg']));
});

it('shows the sharp picture only after the small one is there and the reader looks closer', async () => {
  serve('d6', ['scan']);
  const { rerender } = render(<PageView documentId="d6" page={1} zoom={2} />);
  await waitFor(() => expect(shown()).toBe('/api/documents/d6/p/h1.small'));
  fireEvent.load(screen.getByRole('img'));
  await waitFor(() => expect(document.querySelectorAll('.paper img')[1]!.getAttribute('src')).toBe('/api/documents/d6/p/h1.large'));
  rerender(<PageView documentId="d6" page={1} zoom={1} />);
  await waitFor(() => expect(shown()).toBe('/api/documents/d6/p/h1.small'));
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
