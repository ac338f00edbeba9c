import { describe, expect, it } from 'vitest';
import type { RoomEvent } from './hubContracts';
import { EventOrder } from './hubOrder';

const e = (number: number) => ({ number, at: 0, kind: 'begun', args: [] }) as RoomEvent;

function order(answer: (number: number) => RoomEvent[] | 'snapshotNeeded' = () => []) {
  const applied: number[] = [];
  const asked: number[] = [];
  const work: (() => void)[] = [];
  let snapshots = 0;
  const subject = new EventOrder({
    apply: event => applied.push(event.number),
    fetchSince: async number => { asked.push(number); return answer(number); },
    needSnapshot: () => { snapshots++; },
  }, w => work.push(w));
  const settle = async () => {
    while (work.length > 0) {
      work.shift()!();
      await new Promise(resolve => setTimeout(resolve));
    }
  };
  return { subject, applied, asked, settle, get snapshots() { return snapshots; } };
}

describe('numbered events', () => {
  it('hold what comes before the snapshot and apply only what it lacks', () => {
    const o = order();
    for (const n of [4, 5, 6]) o.subject.receive(e(n));
    o.subject.restart(5);
    expect(o.applied).toEqual([6]);
  });

  it('are applied in order whatever the order of arrival, each once', () => {
    const o = order();
    o.subject.restart(0);
    for (const n of [2, 3, 1, 1, 3, 4]) o.subject.receive(e(n));
    expect(o.applied).toEqual([1, 2, 3, 4]);
  });

  it('are asked for when one is missing', async () => {
    const o = order(number => [e(number + 1)]);
    o.subject.restart(3);
    o.subject.receive(e(5));
    await o.settle();
    expect(o.asked).toEqual([3]);
    expect(o.applied).toEqual([4, 5]);
  });

  it('are not asked for when the missing one came meanwhile', async () => {
    const o = order();
    o.subject.restart(3);
    o.subject.receive(e(5));
    o.subject.receive(e(4));
    await o.settle();
    expect(o.asked).toEqual([]);
  });

  it('ask for a snapshot when the log is too long to be told', async () => {
    const o = order(() => 'snapshotNeeded');
    o.subject.restart(1);
    o.subject.reached(9000);
    await o.settle();
    expect(o.snapshots).toBe(1);
  });
});
