/** Call icons on the same 24-unit grid as the shared ones; they stay in the call's chunk. */
const paths = {
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.500 11a6.500 6.500 0 0 0 13 0M12 17.500V21M9 21h6',
  micOff: 'M15 9.500V6a3 3 0 0 0-5.900-.800M9 9v2a3 3 0 0 0 4.800 2.400M5.500 11a6.500 6.500 0 0 0 10.500 5M18.500 11c0 .900-.200 1.800-.500 2.600M12 17.500V21M9 21h6M4 3l16 18',
  cam: 'M3 6.500h12v11H3zM15 10.500l6-3.500v10l-6-3.500z',
  camOff: 'M8 6.500h7v6M15 10.500l6-3.500v10l-3-1.800M15 16v1.500H3v-11h1M3 3l18 18',
  hand: 'M7 12.500V6.200a1.400 1.400 0 0 1 2.800 0V11M9.800 11V4.400a1.400 1.400 0 0 1 2.800 0V11M12.600 11V5.200a1.400 1.400 0 0 1 2.800 0V12M15.400 12V7.700a1.400 1.400 0 0 1 2.800 0V15a6 6 0 0 1-6 6c-2.600 0-4-1-5.200-3L4.200 14.400a1.500 1.500 0 0 1 2.500-1.600L8 14.500',
  screen: 'M3 5h18v12H3zM8 21h8M12 14V8M9.500 10.500L12 8l2.500 2.500',
  saver: 'M4 18a9 9 0 1 1 16 0M12 14l4-5M12 14h.01',
  people: 'M9 5a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM2 20a7 7 0 0 1 14 0M16 5a3.500 3.500 0 0 1 0 7M18 14a7 7 0 0 1 4 6',
  agenda: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  notes: 'M5 4h14v10l-6 6H5zM13 20v-6h6M8 8h8M8 12h4',
  leave: 'M10 4H5v16h5M9 12h11M16 8l4 4-4 4',
  more: 'M5.500 12h.01M12 12h.01M18.500 12h.01',
  help: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM9.500 10a2.500 2.500 0 1 1 3.500 2.300c-.7.400-1 .9-1 1.700M12 17h.01',
  close: 'M6 6l12 12M18 6L6 18',
  left: 'M15 6l-6 6 6 6',
  right: 'M9 6l6 6-6 6',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  good: 'M5 12l5 5 9-10',
  weak: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  lost: 'M6 6l12 12M18 6L6 18',
  unknown: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4l3 2',
  live: 'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  speaker: 'M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11',
  pin: 'M6 3h12v18l-6-4-6 4z',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  site: 'M3 5h18v11H3zM8 20h8M12 16v4',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21a8 8 0 0 1 16 0',
} as const;

export type CallIconName = keyof typeof paths;

export function CallIcon({ name, size = 20 }: { name: CallIconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

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
  disabled?: boolean;
  expanded?: boolean;
  /** Has no room in a narrow bar; its menu entry stands in. */
  narrowless?: boolean;
  onClick: () => void;
}

/** A control of the call's bar: icon and word, never icon alone. */
export function Tool({ icon, text, label, pressed, tone, badge, test, keys, disabled, expanded, narrowless, onClick }: ToolProps) {
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
      disabled={disabled}
      data-test={test}
      onClick={onClick}
    >
      <CallIcon name={icon} />
      <span>{text}</span>{' '}
      {badge ? <b class="badge" aria-hidden="true">{badge}</b> : null}
    </button>
  );
}
