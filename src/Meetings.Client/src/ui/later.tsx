import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of a page that is fetched when it is first wanted; nothing is shown until it is there. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (!loaded) void load().then(part => { loaded = part; redraw(n => n + 1); }, () => undefined);
    }, []);
    const Part = loaded;
    return Part ? <Part {...props} /> : null;
  };
}
