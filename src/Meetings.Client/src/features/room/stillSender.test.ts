import { signal } from '@preact/signals';
import { expect, it, vi } from 'vitest';
import { freshUplink, type Uplink } from '../../media/uplink';
import type { RoomSession } from './roomSession';
import { sendStills } from './stillSender';

const made = vi.hoisted(() => [] as unknown[]);
vi.mock('../../media/stills', async original => ({
  ...await original<typeof import('../../media/stills')>(),
  StillCamera: class {
    constructor(_: MediaStreamTrack, seconds: number, limits: unknown) { made.push([seconds, limits]); }
    close() { /* takes no pictures */ }
  },
}));

it('sends stills of the screen rarely and small when our own way up is thin', () => {
  const up = signal<Uplink>(freshUplink);
  const session = {
    me: signal({ conn: 1 }), ladder: { up }, stillsWanted: signal({ screen: 4 }), sources: { screenTrack: signal({}), cameraTrack: signal(null) }, meetingId: 'm',
  };
  const over = sendStills(session as unknown as RoomSession);
  up.value = { ...freshUplink, layers: 0 };
  expect(made).toEqual([[4, { width: 1280, bytes: 40_000 }], [12, { width: 1280, bytes: 10_000 }]]);
  over();
});
