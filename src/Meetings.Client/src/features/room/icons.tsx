import { Drawing, paths as shared } from '../../ui/icons';

/** Call icons on the same 24-unit grid as the shared ones; they stay in the call's chunk. */
const paths = {
  ...shared,
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21M9 21h6',
  micOff: 'M15 9.5V6a3 3 0 0 0-5.9-.8M9 9v2a3 3 0 0 0 4.8 2.4M5.5 11a6.5 6.5 0 0 0 10.5 5M18.5 11c0 .9-.2 1.8-.5 2.6M12 17.5V21M9 21h6M4 3l16 18',
  cam: 'M3 6.5h12v11H3zM15 10.5l6-3.5v10l-6-3.5z',
  camOff: 'M8 6.5h7v6M15 10.5l6-3.5v10l-3-1.8M15 16v1.5H3v-11h1M3 3l18 18',
  hand: 'M7 12.5V6.2a1.4 1.4 0 0 1 2.8 0V11M9.8 11V4.4a1.4 1.4 0 0 1 2.8 0V11M12.6 11V5.2a1.4 1.4 0 0 1 2.8 0V12M15.4 12V7.7a1.4 1.4 0 0 1 2.8 0V15a6 6 0 0 1-6 6c-2.6 0-4-1-5.2-3L4.2 14.4a1.5 1.5 0 0 1 2.5-1.6L8 14.5',
  screen: 'M3 5h18v12H3zM8 21h8M12 14V8M9.5 10.5L12 8l2.5 2.5',
  saver: 'M4 18a9 9 0 1 1 16 0M12 14l4-5M12 14h.01',
  people: shared.users,
  agenda: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  notes: 'M5 4h14v10l-6 6H5zM13 20v-6h6M8 8h8M8 12h4',
  leave: shared.logout,
  good: shared.check,
  weak: shared.warning,
  lost: shared.close,
  unknown: shared.clock,
  live: 'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  person: shared.user,
} as const;

export type CallIconName = keyof typeof paths;

export const CallIcon = ({ name, size = 20 }: { name: CallIconName; size?: number }) => <Drawing path={paths[name]} size={size} />;

interface ToolProps {
  icon: CallIconName;
  /** Short word under or beside the icon. */
  text: string;
  /** The whole sentence for screen readers and the tooltip; the short word when missing. */
  label?: string;
  pressed?: boolean;
  tone?: 'on' | 'off' | 'danger' | 'alert';
  badge?: number;
  test: string;
  keys?: string;
  expanded?: boolean;
  /** Has no room in a narrow bar; its menu entry stands in. */
  narrowless?: boolean;
  onClick: () => void;
}

/** A control of the call's bar: icon and word, never icon alone. */
export function Tool({ icon, text, label, pressed, tone, badge, test, keys, expanded, narrowless, onClick }: ToolProps) {
  const whole = label ?? text;
  return (
    <button
      type="button"
      class={`tool${tone ? ` tool-${tone}` : ''}${narrowless ? ' tool-narrowless' : ''}`}
      aria-label={badge ? `${whole} ${badge}` : whole}
      title={keys ? `${whole} (${keys})` : whole}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-keyshortcuts={keys}
      data-test={test}
      onClick={onClick}
    >
      <CallIcon name={icon} />
      <span>{text}</span>{' '}
      {badge ? <b class="badge" aria-hidden="true">{badge}</b> : null}
    </button>
  );
}
