/** The size of an element's content, whole CSS pixels; 0 until it is known. */
import { useEffect, useRef, useState } from 'react';

export function useSize<E extends HTMLElement>() {
  const box = useRef<E>(null);
  const [width, setWidth] = useState(0);
  const [height, setHeight] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const sizes = new ResizeObserver(([entry]) => {
      setWidth(Math.floor(entry?.contentRect.width ?? 0));
      setHeight(Math.floor(entry?.contentRect.height ?? 0));
    });
    sizes.observe(box.current);
    return () => sizes.disconnect();
  }, []);
  return { box, width, height };
}
