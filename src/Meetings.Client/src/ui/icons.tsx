/** Line icons on a 24-unit grid, drawn with the text's colour. */
export const paths = {
  calendar: 'M5 5h14v15H5zM5 10h14M9 3v4M15 3v4',
  check: 'M5 12l5 5 9-10',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  left: 'M15 6l-6 6 6 6',
  right: 'M9 6l6 6-6 6',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5',
  user: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21a8 8 0 0 1 16 0',
  users: 'M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2 20a7 7 0 0 1 14 0M16 5a3.5 3.5 0 0 1 0 7M18 14a7 7 0 0 1 4 6',
  site: 'M3 5h18v11H3zM8 20h8M12 16v4',
  unit: 'M4 21V8l8-5 8 5v13M9 21v-6h6v6M9 10h.01M15 10h.01',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  upload: 'M12 16V5M7 9l5-5 5 5M5 20h14',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4l3 2',
  play: 'M7 4l13 8-13 8z',
  pause: 'M8 5v14M16 5v14',
  live: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM5 5a10 10 0 0 0 0 14M19 5a10 10 0 0 1 0 14',
  door: 'M5 21V4l9-1v18M14 5h5v16M3 21h18M10.5 12h.01',
  lock: 'M6 11h12v10H6zM8 11V8a4 4 0 0 1 8 0v3',
  ban: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM6.5 6.5l11 11',
  draft: 'M6 3h12v18H6zM9 8h2M13 8h2M9 12h2M13 12h2M9 16h2M13 16h2',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1.5-1.5',
  copy: 'M9 9h11v12H9zM5 15H4V3h11v2',
  more: 'M12 4.5a1 1 0 1 1 0 2 1 1 0 0 1 0-2zM12 11a1 1 0 1 1 0 2 1 1 0 0 1 0-2zM12 17.5a1 1 0 1 1 0 2 1 1 0 0 1 0-2z',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  mail: 'M3 6h18v13H3zM3 7l9 6 9-6',
  help: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM9.5 10a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 17h.01',
  warning: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  place: 'M12 21s7-6.5 7-11a7 7 0 0 0-14 0c0 4.5 7 11 7 11zM12 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  refresh: 'M19 8a8 8 0 1 0 1 5M20 4v5h-5',
  text: 'M5 6h14M5 10h14M5 14h14M5 18h8',
  logout: 'M10 4H5v16h5M9 12h11M16 8l4 4-4 4',
} as const;

export type IconName = keyof typeof paths;

export function Drawing({ path, size }: { path: string; size: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => <Drawing path={paths[name]} size={size} />;
