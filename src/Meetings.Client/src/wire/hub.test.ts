import type { HubConnection } from '@microsoft/signalr';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RoomHub, type HubState } from './hub';
import type { OpenConnection } from './hubConnection';

const made: { state: string; close(): void }[] = [];

vi.mock('./hubConnection', () => ({
  takeEarly: () => undefined,
  quietly: () => undefined,
  openConnection: async (): Promise<OpenConnection> => {
    let closed = () => {};
    const connection = {
      state: 'Connected', on: () => undefined, invoke: async () => ({}), onclose: (told: () => void) => { closed = told; },
      close() { this.state = 'Disconnected'; closed(); },
    };
    made.push(connection);
    return { connection: connection as unknown as HubConnection, negotiated: false, took: 10 };
  },
}));

beforeEach(() => { vi.useFakeTimers(); made.length = 0; });
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
