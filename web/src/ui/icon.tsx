/** Signs of one stroke on a grid of 24, drawn here so that no font or image is asked for. */
const PATHS = {
  find: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20',
  downloads: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  share: 'M12 20V9m-5 5 5-5 5 5M5 4h14',
  network:
    'M12 4a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM5.5 15a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM18.5 15a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM10.8 8.8l-4 6.4M13.2 8.8l4 6.4M8 17.5h8',
  settings: 'M5 7h8m4 0h2M5 17h2m4 0h8M15 4.8v4.4M9 14.8v4.4',
  admin: 'M12 3.5 5 6v5.5c0 4.2 2.9 7.3 7 9 4.1-1.7 7-4.8 7-9V6zM9 12l2.2 2.2L15.2 10',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  pause: 'M9 5v14M15 5v14',
  play: 'M7 5l12 7-12 7z',
  up: 'M12 19V5m-6 6 6-6 6 6',
  down: 'M12 5v14m-6-6 6 6 6-6',
  open: 'M9 6l6 6-6 6',
  folder: 'M3.5 18.5v-12h6l2 2.5h9v9.5z',
  file: 'M6 3.5h8l4 4v13H6zM14 3.5v4h4',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warning: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01',
  copy: 'M9 9h11v11H9zM15 5.5V4H4v11h1.5',
  keyboard: 'M3 6.5h18v11H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  plus: 'M12 5v14M5 12h14',
} as const;

export type IconName = keyof typeof PATHS;

/** A sign for the eye alone: what it means is said beside it or by a label. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
