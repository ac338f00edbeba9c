import { cleanup, render } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signedOutKey } from '../accounts';
import { useLineTest } from './useLineTest';

const done: string[] = [];
let opened: (() => void) | undefined;

vi.mock('../../wire/hubConnection', () => ({
  earlyConnection: () => new Promise<void>(open => { opened = open; }),
  takeEarly: () => { done.push('closed'); return undefined; },
  quietly: () => undefined,
}));
vi.mock('../../media/lineTest', () => ({
  soundOnlyLine: 1, thinLine: 2,
  testWays: async () => { done.push('ways'); return { udp: true, tcp: null }; },
  measureRate: async () => { done.push('rate'); return 1000; },
}));
vi.mock('./relays', () => ({ relays: async () => [] }));

function Check() {
  useLineTest();
  return null;
}

describe('the tests of the device check', () => {
  beforeEach(() => { vi.useFakeTimers(); done.length = 0; });
  afterEach(() => { cleanup(); vi.useRealTimers(); vi.unstubAllGlobals(); });

  it('fill the line when the connection for entering is open', async () => {
    render(<Check />);
    await vi.advanceTimersByTimeAsync(1000);
    expect(done).toEqual([]);
    opened!();
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toEqual(['ways', 'rate']);
  });

  it('wait three seconds for it, and not at all when the page is gone', async () => {
    render(<Check />);
    await vi.advanceTimersByTimeAsync(500);
    done.length = 0; // what the test before left behind
    await vi.advanceTimersByTimeAsync(3000);
    expect(done).toEqual(['ways', 'rate']);
    cleanup();
    await vi.advanceTimersByTimeAsync(500); // Preact tidies up after the next picture
    expect(done.at(-1)).toBe('closed');

    done.length = 0;
    render(<Check />);
    await vi.advanceTimersByTimeAsync(1000);
    cleanup();
    await vi.advanceTimersByTimeAsync(4000);
    expect(done).toEqual(['closed']);
  });

  it('end with the page when somebody signs out in another tab', async () => {
    const reload = vi.fn();
    vi.stubGlobal('location', { reload });
    render(<Check />);
    await vi.advanceTimersByTimeAsync(0);
    dispatchEvent(new StorageEvent('storage', { key: 'other' }));
    expect(reload).not.toHaveBeenCalled();
    dispatchEvent(new StorageEvent('storage', { key: signedOutKey }));
    expect(reload).toHaveBeenCalledOnce();
  });
});
