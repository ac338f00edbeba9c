import type { HubConnection } from '@microsoft/signalr';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RoomHub, type HubState } from './hub';
import type { OpenConnection } from './hubConnection';

/** What a call is answered. */
let answers: Promise<unknown>;
const made: { state: string; close(): void }[] = [];

vi.mock('./hubConnection', () => ({
  takeEarly: () => undefined,
  quietly: () => undefined,
  openConnection: async (): Promise<OpenConnection> => {
    let closed = () => {};
    const connection = {
      state: 'Connected', on: () => undefined, invoke: () => answers, onclose: (told: () => void) => { closed = told; },
      close() { this.state = 'Disconnected'; closed(); },
    };
    made.push(connection);
    return { connection: connection as unknown as HubConnection, negotiated: false, took: 10 };
  },
}));

beforeEach(() => { vi.useFakeTimers(); made.length = 0; answers = Promise.resolve({}); });
afterEach(() => { vi.useRealTimers(); });

it('does not take a connection for alive that closed while the room was entered', async () => {
  const states: HubState[] = [];
  const hub = new RoomHub({
    state: state => states.push(state), event: () => undefined, transient: () => undefined, ended: () => undefined,
    enter: async () => { if (made.length === 1) made[0]!.close(); },
  });
  hub.start();
  await vi.advanceTimersByTimeAsync(0);
  expect([hub.connected, states]).toEqual([false, ['connecting']]);
  await vi.advanceTimersByTimeAsync(2000);
  expect([hub.connected, made.length]).toEqual([true, 2]);
  hub.stop();
});

it.each([[false, false], [true, true]])('waits longer for a sign of life where the line loses much: %s', async (losesMuch, waits) => {
  const hub = new RoomHub({
    state: () => undefined, event: () => undefined, transient: () => undefined, ended: () => undefined, enter: async () => undefined, losesMuch: () => losesMuch,
  });
  hub.start();
  await vi.advanceTimersByTimeAsync(0);
  answers = new Promise(() => undefined);
  await vi.advanceTimersByTimeAsync(5000);
  await vi.advanceTimersByTimeAsync(8000);
  expect(made.length === 1).toBe(waits);
  await vi.advanceTimersByTimeAsync(8000);
  expect(made.length).toBeGreaterThan(1);
  hub.stop();
});
