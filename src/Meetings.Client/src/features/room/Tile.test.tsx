import { signal } from '@preact/signals';
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings, t } from '../../lib/i18n';
import type { VideoSlot } from '../../wire/hubContracts';
import './catalogue';
import { CallContext, type Call } from './context';
import { fromSnapshot } from './state';
import { Tile } from './Tile';

beforeAll(() => addStrings(catalogue));
afterEach(cleanup);

it('says in words why there is no picture where no codec suits both, instead of showing black', () => {
  const room = fromSnapshot({
    meetingId: 'm', number: 1, status: 'inSession', title: '', you: 2, audioSlots: 3, rights: [], hands: [], itemsDone: [], chat: [], notes: [], conclusions: [],
    seats: [[1, [1], 'Bình', null, null, 'chair', null]],
    connections: [[1, 'person', 'Bình', null, 'chair', 'in', 0, 3, null, null], [2, 'person', 'Hoa', null, 'delegate', 'in', 0, 0, null, null]],
  });
  const videoSlots = signal<(VideoSlot | null)[]>([null, [1, 'camera', 1]]);
  const session = {
    meetingId: 'm', room: signal(room), videoSlots, streams: signal([undefined, new MediaStream()]), stills: signal(new Map()), speaking: signal([]),
    sources: { cameraTrack: signal(null) }, ladder: { rung: signal(4) },
  };
  const shown = <CallContext.Provider value={{ session } as unknown as Call}><Tile tile={{ conn: 1, source: 'camera' }} /></CallContext.Provider>;
  const { container, rerender } = render(shown);
  expect(screen.getByText(t('call.undecodable'))).toBeTruthy();
  expect(container.querySelector('video')).toBeNull();

  videoSlots.value = [null, [1, 'camera']]; // the publisher has changed its codec
  rerender(<CallContext.Provider value={{ session } as unknown as Call}><Tile tile={{ conn: 1, source: 'camera' }} /></CallContext.Provider>);
  expect(screen.queryByText(t('call.undecodable'))).toBeNull();
  expect(container.querySelector('video')).not.toBeNull();
});
