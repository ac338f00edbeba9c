import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import { rememberedMode } from '../../media/devices';
import './catalogue';
import { DeviceCheck } from './DeviceCheck';

vi.mock('./useLineTest', () => ({ useLineTest: () => ({ down: 50_000, running: false, udp: true, tcp: null, thin: true, soundOnly: true, again: () => undefined }) }));

describe('the device check on a line that carries no pictures', () => {
  const entered = vi.fn();
  const test = (name: string) => document.querySelector<HTMLElement>(`[data-test="${name}"]`)!;
  beforeAll(() => addStrings(catalogue));
  beforeEach(() => {
    localStorage.clear();
    entered.mockClear();
    render(<DeviceCheck meetingId="m" meeting={null} proposed={null} onEnter={entered} />);
  });
  afterEach(cleanup);

  it('enters with sound alone and does not take that for a choice', () => {
    fireEvent.click(test('enter'));
    expect(entered).toHaveBeenCalledWith(expect.objectContaining({ mode: 'audio' }));
    expect(rememberedMode()).toBeNull();
  });

  it('remembers what the person picked', () => {
    fireEvent.click(test('mode-speaker'));
    fireEvent.click(test('enter'));
    expect(entered).toHaveBeenCalledWith(expect.objectContaining({ mode: 'speaker' }));
    expect(rememberedMode()).toBe('speaker');
  });
});
