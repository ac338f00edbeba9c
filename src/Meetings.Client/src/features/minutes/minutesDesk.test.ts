import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MinutesBody, MinutesView } from '../../wire/contracts';
import { keptMinutes } from './draft';
import { MinutesDesk } from './minutesDesk';

const first: MinutesBody = {
  title: 'Họp giao ban', authority: 'UBND HUYỆN', place: 'Phòng họp', begin: '', end: '', chair: 'Ông A', secretary: 'Bà B', attendance: [], absent: [],
  items: [{ number: 1, title: 'Khai mạc', text: '' }], closing: '', recipients: [],
};

/** The server's rule in small: one revision, and an edit of an older one is refused. */
class MinutesServer {
  view: MinutesView = { meetingId: 'm', status: 'draft', revision: 1, composedAt: '2026-11-23T03:00:00Z', body: first };
  mayManage = true;
  line = true;
  /** Happens once just before the next save arrives. */
  before: (() => void) | null = null;

  answer = async (path: string, init?: RequestInit): Promise<Response> => {
    if (!this.line) throw new TypeError('no line');
    const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
    if (!path.endsWith('/minutes') && !path.includes('/recompose')) return json({ id: 'm', title: 'Họp giao ban', mayManage: this.mayManage });
    if (init?.method === 'GET') return json(this.view);
    this.before?.();
    this.before = null;
    const sent = JSON.parse(String(init?.body)) as { revision: number; body?: MinutesBody };
    if (sent.revision !== this.view.revision) return json({ status: 409, code: 'edited_elsewhere' }, 409);
    this.view = { ...this.view, revision: this.view.revision + 1, body: sent.body ?? first };
    return json(path.includes('/recompose') ? this.view : { revision: this.view.revision });
  };

  /** Somebody else saves. */
  other(part: Partial<MinutesBody>): void {
    this.view = { ...this.view, revision: this.view.revision + 1, body: { ...this.view.body, ...part } };
  }
}

let server: MinutesServer;
beforeEach(() => {
  localStorage.clear();
  server = new MinutesServer();
  vi.stubGlobal('fetch', server.answer);
});
const open = async () => {
  const desk = new MinutesDesk('m');
  await desk.load();
  return desk;
};

describe('the minutes desk', () => {
  it('saves and keeps nothing behind', async () => {
    const desk = await open();
    desk.edit({ place: 'Hội trường' });
    desk.keep();
    expect(keptMinutes('m')!.body.place).toBe('Hội trường');
    expect(await desk.save()).toBe(true);
    expect(server.view.body.place).toBe('Hội trường');
    expect(desk.changed.value).toBe(false);
    expect(keptMinutes('m')).toBeNull();
  });

  it('keeps what was typed when the line is gone and shows it on the next visit', async () => {
    const desk = await open();
    desk.edit({ chair: 'Ông C' });
    server.line = false;
    expect(await desk.save()).toBe(false);
    expect(desk.refused.value!.code).toBe('offline');
    desk.keep();
    server.line = true;
    const next = await open();
    expect(next.body.value!.chair).toBe('Ông C');
    expect(next.restored.value).toBe(true);
    expect(await next.save()).toBe(true);
    expect(server.view.body.chair).toBe('Ông C');
  });

  it('keeps what is typed while a save is under way', async () => {
    const desk = await open();
    desk.edit({ place: 'Hội trường' });
    server.before = () => desk.edit({ chair: 'Ông C' });
    expect(await desk.save()).toBe(true);
    expect(desk.changed.value).toBe(true);
    expect(desk.body.value!.chair).toBe('Ông C');
    expect(keptMinutes('m')!.body.chair).toBe('Ông C');
  });

  it('joins in what somebody else saved and saves both', async () => {
    const desk = await open();
    desk.edit({ place: 'Hội trường' });
    server.other({ secretary: 'Bà D' });
    expect(await desk.save()).toBe(true);
    expect(server.view.body).toMatchObject({ place: 'Hội trường', secretary: 'Bà D' });
  });

  it('asks which version stands when both changed the same part, and saves the answer', async () => {
    const desk = await open();
    desk.edit({ place: 'Hội trường', chair: 'Ông C' });
    server.other({ place: 'Phòng họp số 2' });
    expect(await desk.save()).toBe(false);
    expect(desk.clashes.value).toEqual(['place']);
    expect(desk.body.value!.place).toBe('Hội trường');
    expect(server.view.body.place).toBe('Phòng họp số 2');
    desk.decide('place', 'theirs');
    expect(await desk.save()).toBe(true);
    expect(server.view.body).toMatchObject({ place: 'Phòng họp số 2', chair: 'Ông C' });
  });

  it('joins a kept edit into a version that is newer than the one it began from', async () => {
    const desk = await open();
    desk.edit({ chair: 'Ông C' });
    desk.keep();
    server.other({ place: 'Hội trường' });
    const next = await open();
    expect(next.body.value).toMatchObject({ chair: 'Ông C', place: 'Hội trường' });
    expect(next.clashes.value).toEqual([]);
  });

  it('does not compose over what somebody else has just saved', async () => {
    const desk = await open();
    server.other({ place: 'Hội trường' });
    expect(await desk.recompose()).toBe(false);
    expect(desk.body.value!.place).toBe('Hội trường');
    expect(server.view.body.place).toBe('Hội trường');
  });

  it('leaves a reader’s machine without a draft', async () => {
    server.mayManage = false;
    const desk = await open();
    desk.keep();
    expect(desk.mayEdit.value).toBe(false);
    expect(localStorage.length).toBe(0);
  });
});
