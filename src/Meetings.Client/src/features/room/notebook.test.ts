import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notebook } from './notebook';
import type { OutboxEntry } from './outbox';

describe('the notebook', () => {
  let sent: OutboxEntry[];
  let book: Notebook;
  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    book = new Notebook({ send: e => sent.push(e), state: () => null });
  });
  afterEach(() => { vi.useRealTimers(); });
  const status = () => book.drafts.value.get('n')?.status;

  it('saves 400 ms after the last key', () => {
    book.edit('note', 'n', 'i', { text: 'K' });
    vi.advanceTimersByTime(300);
    book.edit('note', 'n', 'i', { text: 'Kế' });
    vi.advanceTimersByTime(399);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toMatchObject([{ kind: 'note', id: 'n', itemId: 'i', text: 'Kế', revision: 0 }]);
  });

  it('waits for the end of a composition', () => {
    book.composition('n', true);
    book.edit('note', 'n', 'i', { text: 'Tie' });
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual([]);
    book.edit('note', 'n', 'i', { text: 'Tiếng' });
    book.composition('n', false);
    vi.advanceTimersByTime(400);
    expect(sent.length).toBe(1);
  });

  it('says saved only when the server has the text on the screen', () => {
    book.edit('note', 'n', 'i', { text: 'một' });
    vi.advanceTimersByTime(400);
    expect(status()).toBe('queued');
    book.edit('note', 'n', 'i', { text: 'một hai' });
    book.settled(sent[0]!, { result: 'done', revision: 1 });
    expect(status()).toBe('typing');
    vi.advanceTimersByTime(400);
    expect(sent[1]).toMatchObject({ text: 'một hai', revision: 1 });
    book.settled(sent[1]!, { result: 'done', revision: 2 });
    expect(status()).toBe('saved');
  });

  it('keeps our text when somebody else has changed the note', () => {
    book.edit('note', 'n', 'i', { text: 'của tôi' });
    book.flush();
    book.settled(sent[0]!, { result: 'refused', code: 'note_edited_elsewhere' });
    expect(status()).toBe('conflict');
    expect(book.drafts.value.get('n')?.text).toBe('của tôi');
    book.resolve('n', true);
    expect(sent.length).toBe(2);
  });

  it('takes up texts a reload had left unsent', () => {
    book.restore([{ kind: 'note', id: 'n', itemId: 'i', text: 'còn lại', revision: 3, at: 0 }]);
    expect(book.drafts.value.get('n')).toMatchObject({ text: 'còn lại', revision: 3, status: 'queued' });
  });
});
