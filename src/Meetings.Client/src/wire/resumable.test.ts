import { afterEach, expect, it, vi as spy } from 'vitest';
import { sendFile } from './resumable';

/** A server that keeps what came, and a line that can die in the middle of a piece. */
class Line {
  received = 0;
  asked: string[] = [];
  /** How many bytes of the next pieces get through before the line dies; null: the piece arrives whole. */
  cuts: (number | null)[] = [];
  refuse: { status: number; code: string } | null = null;

  constructor(readonly size: number) {
    const line = this;
    spy.stubGlobal('fetch', async (_: string, init: RequestInit) => {
      line.asked.push(init.method!);
      return new Response(null, { status: 204, headers: { 'Upload-Offset': String(line.received) } });
    });
    spy.stubGlobal('XMLHttpRequest', class {
      upload: { onprogress?: (e: { loaded: number }) => void } = {};
      onload?: () => void;
      onerror?: () => void;
      onabort?: () => void;
      status = 0;
      responseText = '';
      headers: Record<string, string> = {};
      open(): void {}
      setRequestHeader(name: string, value: string): void { this.headers[name] = value; }
      abort(): void { this.onabort?.(); }
      send(piece: Blob): void {
        line.asked.push(`PATCH ${this.headers['Upload-Offset']}`);
        queueMicrotask(() => {
          if (line.refuse) {
            this.status = line.refuse.status;
            this.responseText = JSON.stringify({ code: line.refuse.code });
            return this.onload?.();
          }
          const cut = line.cuts.shift() ?? null;
          this.upload.onprogress?.({ loaded: piece.size });
          line.received += cut ?? piece.size;
          if (cut !== null) return this.onerror?.();
          const done = line.received === line.size;
          this.status = done ? 200 : 204;
          this.responseText = done ? '{"id":"paper"}' : '';
          this.onload?.();
        });
      }
    });
  }
}

afterEach(() => spy.unstubAllGlobals());
const file = (size: number) => new Blob([new Uint8Array(size)]);
const options = (progress = (): void => undefined) => ({ progress, signal: new AbortController().signal, pause: async () => undefined });

it('sends a file in pieces and answers what it became', async () => {
  const line = new Line(1_200_000);
  expect(await sendFile('u', file(1_200_000), options())).toEqual({ id: 'paper' });
  expect(line.asked).toEqual(['HEAD', 'PATCH 0', 'PATCH 524288', 'PATCH 1048576']);
});

it('goes on from what the server has after the line died in the middle of a piece', async () => {
  const line = new Line(1_000_000);
  line.cuts = [null, 100_000];
  const seen: [number, boolean][] = [];
  expect(await sendFile('u', file(1_000_000), { ...options(), progress: (sent, waiting) => seen.push([sent, waiting]) })).toEqual({ id: 'paper' });
  expect(line.asked).toEqual(['HEAD', 'PATCH 0', 'PATCH 524288', 'HEAD', 'PATCH 624288']);
  expect(seen).toContainEqual([524_288, true]);
});

it('stops at a refusal that another attempt cannot change', async () => {
  const line = new Line(1000);
  line.refuse = { status: 400, code: 'document_kind_unknown' };
  await expect(sendFile('u', file(1000), options())).rejects.toMatchObject({ code: 'document_kind_unknown' });
  expect(line.asked).toEqual(['HEAD', 'PATCH 0']);
});
