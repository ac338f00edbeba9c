import { t } from '../../lib/i18n';
import type { MeetingStatus } from '../../wire/contracts';
import type { IconName } from '../../ui/icons';
import { Chip, type Tone } from '../../ui/Notice';

const looks: Record<MeetingStatus, [Tone, IconName]> = {
  draft: ['neutral', 'draft'],
  scheduled: ['accent', 'calendar'],
  open: ['good', 'door'],
  inSession: ['bad', 'live'],
  paused: ['warn', 'pause'],
  closed: ['neutral', 'check'],
  cancelled: ['neutral', 'ban'],
};

export function StatusChip({ status }: { status: MeetingStatus }) {
  const [tone, icon] = looks[status];
  return <Chip tone={tone} icon={icon}>{t(`status.${status}`)}</Chip>;
}

/** The room can be entered from the announcement until the end. */
export const canEnter = (status: MeetingStatus) => status === 'scheduled' || isLive(status);
export const isLive = (status: MeetingStatus) => status === 'open' || status === 'inSession' || status === 'paused';
