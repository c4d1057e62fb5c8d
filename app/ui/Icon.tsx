/** Small line drawings; each stands beside or inside a named control, and is hidden from screen readers. */
const PATHS = {
  play: 'M5 3l9 6-9 6z',
  pause: 'M4 3h3.5v12H4zM10.500 3H14v12h-3.500z',
  back: 'M13 3L5 9l8 6zM3 3h2v12H3z',
  forward: 'M5 3l8 6-8 6zM13 3h2v12h-2z',
  previous: 'M9 3L2 9l7 6zM16 3L9 9l7 6z',
  next: 'M2 3l7 6-7 6zM9 3l7 6-7 6z',
  breakBack: 'M12 3L5 9l7 6zM15.500 6.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5zM2 3h1.500v12H2z',
  breakNext: 'M6 3l7 6-7 6zM2.500 6.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM14.500 3H16v12h-1.500z',
  branch:
    'M4 2h2v5.500c2 0 5.500-.5 5.500-3V4h2v.5c0 4-4.500 5-7.500 5V16H4zM11 1h3v3h-3zM3.500 1h3v3h-3zM3.500 14h3v3h-3z',
  close:
    'M4 5.400L5.400 4 9 7.600 12.600 4 14 5.400 10.400 9l3.600 3.600-1.400 1.400L9 10.400 5.400 14 4 12.600 7.600 9z',
  down: 'M4 6.500h10L9 12z',
  minus: 'M3 8h12v2H3z',
  plus: 'M8 3h2v5h5v2h-5v5H8v-5H3V8h5z',
  whole: 'M2 2h6v2H4v4H2zM10 2h6v6h-2V4h-4zM2 10h2v4h4v2H2zM14 10h2v6h-6v-2h4z',
  link: 'M6 5h2v2H6a2 2 0 0 0 0 4h2v2H6a4 4 0 0 1 0-8zM10 5h2a4 4 0 0 1 0 8h-2v-2h2a2 2 0 0 0 0-4h-2zM6 8h6v2H6z',
  up: 'M4 11.500h10L9 6z',
  more: 'M2 7.500h3v3H2zM7.500 7.500h3v3h-3zM13 7.500h3v3h-3z',
  theme: 'M9 2a7 7 0 1 0 0 14A7 7 0 0 0 9 2zm0 2v10A5 5 0 0 1 9 4z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 18 18" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
