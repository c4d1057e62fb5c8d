/** The value of the newest render, for handlers that live longer than one render. */
import { useLayoutEffect, useRef } from 'react';

export function useNewest<T>(value: T): { current: T } {
  const newest = useRef(value);
  useLayoutEffect(() => {
    newest.current = value;
  }, [value]);
  return newest;
}
