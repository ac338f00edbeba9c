import { expect, it } from 'vitest';
import { paperView, showToAll, type PaperPage } from './paper';

const page = (n: number): PaperPage => ({ documentId: 'd', page: n });

it('follows what it showed from the answer on, though the event comes later', async () => {
  const own = { value: null as PaperPage | null };
  let answer: (taken: boolean) => void = () => undefined;
  const shown = showToAll(() => new Promise(taken => { answer = taken; }), own, page(2));
  expect(paperView({ shown: { ...page(1), by: 1 }, you: 1 } as never, own.value)).toMatchObject({ page: page(2), following: false });
  answer(true);
  await shown;
  expect(paperView({ shown: { ...page(2), by: 1 }, you: 1 } as never, own.value)).toMatchObject({ page: page(2), following: true });
});

it('keeps a page that was turned to meanwhile, and one that the server refused', async () => {
  const own = { value: null as PaperPage | null };
  const first = showToAll(async () => { own.value = page(3); return true; }, own, page(2));
  await first;
  expect(own.value).toEqual(page(3));
  await showToAll(async () => false, own, page(4));
  expect(own.value).toEqual(page(4));
});
