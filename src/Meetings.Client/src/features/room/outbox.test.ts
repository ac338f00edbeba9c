import { describe, expect, it } from 'vitest';
import { newId, Outbox, sessionOutboxStore, type OutboxEntry, type Sent } from './outbox';

function world(answers: () => Promise<Sent>) {
  const sent: OutboxEntry[] = [];
  const settled: [OutboxEntry, Sent][] = [];
  let stored: OutboxEntry[] = [];
  const store = { read: () => stored, write: (entries: OutboxEntry[]) => { stored = entries; } };
  const events = {
    send: (entry: OutboxEntry) => { sent.push(entry); return answers(); },
    changed: () => undefined,
    settled: (entry: OutboxEntry, result: Sent) => settled.push([entry, result]),
  };
  return { sent, settled, store, events, outbox: new Outbox(store, events), get stored() { return stored; } };
}
const turn = () => new Promise(resolve => setTimeout(resolve));
const chat = (text: string): OutboxEntry => ({ kind: 'chat', id: newId(), text, at: 0 });
const note = (text: string, revision = 0): OutboxEntry => ({ kind: 'note', id: 'n1', itemId: 'i', text, revision, at: 0 });

describe('the outbox', () => {
  it('keeps what was written without a line and sends it once, in order, when it is back', async () => {
    let line = false;
    const w = world(async () => (line ? { result: 'done' } : { result: 'kept' }));
    w.outbox.add(chat('một'));
    w.outbox.add(chat('hai'));
    await turn();
    expect(w.stored.length).toBe(2);
    line = true;
    await w.outbox.flush();
    expect(w.settled.map(([e]) => e.kind === 'chat' && e.text)).toEqual(['một', 'hai']);
    expect(w.stored).toEqual([]);
  });

  it('sends an entry again under the same id when the answer was lost', async () => {
    let tries = 0;
    const w = world(async () => { if (tries++ === 0) throw new Error('connection lost'); return { result: 'done' }; });
    w.outbox.add(chat('một'));
    await turn();
    await w.outbox.flush();
    expect(w.sent.length).toBe(2);
    expect(w.sent[0]!.id).toBe(w.sent[1]!.id);
  });

  it('keeps only the last text of a note that waits', async () => {
    const w = world(async () => ({ result: 'kept' }));
    w.outbox.add(note('m'));
    w.outbox.add(note('mộ'));
    w.outbox.add(note('một'));
    await turn();
    expect(w.stored.at(-1)).toMatchObject({ text: 'một' });
    expect(w.stored.length).toBeLessThanOrEqual(2);
  });

  it('lets a text typed meanwhile grow from the revision just saved', async () => {
    let revision = 0;
    const w = world(async () => { await turn(); return { result: 'done', revision: ++revision }; });
    w.outbox.add(note('một'));
    w.outbox.add(note('một hai'));
    await turn(); await turn(); await turn(); await turn();
    expect(w.sent.map(e => e.kind === 'note' && e.revision)).toEqual([0, 1]);
  });

  it('does not stop at a refusal and tells it', async () => {
    let first = true;
    const w = world(async () => (first ? ((first = false), { result: 'refused', code: 'text_empty' }) : { result: 'done' }));
    w.outbox.add(chat(' '));
    w.outbox.add(chat('hai'));
    await turn(); await turn();
    expect(w.settled.map(([, s]) => s.result)).toEqual(['refused', 'done']);
  });

  it('survives a reload of the page', () => {
    const store = sessionOutboxStore('m1');
    store.write([chat('một')]);
    expect(sessionOutboxStore('m1').read().length).toBe(1);
    store.write([]);
    expect(sessionStorage.getItem('outbox:m1')).toBeNull();
  });
});
