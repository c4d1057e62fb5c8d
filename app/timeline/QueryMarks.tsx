/** Where in the window a query finds events: a lane of its own, the darker the more. Fetched with the first query. */
import { useEffect, useRef } from 'react';
import type { Lanes } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { usePalette } from '../state/palette.ts';
import { timeline as words } from '../texts/timeline.ts';
import { TIMELINE_COLOURS } from './colours.ts';
import { GUTTER } from './rows.ts';

interface Props {
  readonly run: number;
  /** What stands before the lane. */
  readonly label: string;
  readonly query: string;
  readonly lanes: Lanes;
  /** Of the timeline, labels included; CSS pixels. */
  readonly width: number;
}

const HEIGHT = 8;

export default function QueryMarks({ run, label, query, lanes, width }: Props) {
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ask = { run, text: query, steps: lanes.steps };
  const counts = useAsk('hitCounts', ask, { keepsLast: true, gcTime: 0 }).data?.counts ?? null;
  useEffect(() => {
    const c = canvas.current?.getContext('2d');
    if (!c || !counts) return;
    const { width: room } = c.canvas;
    const colours = TIMELINE_COLOURS[palette];
    c.globalAlpha = 1;
    c.fillStyle = colours.track;
    c.fillRect(0, 0, room, HEIGHT);
    c.fillStyle = colours.playhead;
    const most = counts.reduce((a, b) => Math.max(a, b), 1);
    for (const [b, n] of counts.entries()) {
      if (n === 0) continue;
      c.globalAlpha = 0.4 + 0.6 * Math.sqrt(n / most);
      c.fillRect((b / counts.length) * room, 0, Math.max(1, room / counts.length), HEIGHT);
    }
  }, [counts, palette]);
  const found = counts?.reduce((a, b) => a + b, 0) ?? 0;
  return (
    <div className="timeline-marks" role="img" aria-label={words.marks(label, found)}>
      <span>{label}</span>
      <canvas ref={canvas} width={Math.max(1, width - GUTTER)} height={HEIGHT} />
    </div>
  );
}
