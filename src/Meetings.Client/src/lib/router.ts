import { signal } from '@preact/signals';

/** Path and query of the page shown. Change it through `navigate` only. */
export const here = signal(location.pathname + location.search);

/** Set by a page that must be asked before it is left (a running call, unsaved work); returning false stays. */
export const leaveGuard: { current: (() => boolean) | null } = { current: null };

export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (to !== here.value && leaveGuard.current && !leaveGuard.current()) return;
  leaveGuard.current = null;
  history[options.replace ? 'replaceState' : 'pushState'](null, '', to);
  here.value = location.pathname + location.search;
}

/** `/meetings/:id` against `/meetings/42` gives `{ id: '42' }`; null when the path is of another shape. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('?', 1)[0]!.split('/').filter(Boolean);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given[i]!);
    else if (part !== given[i]) return null;
  }
  return params;
}

export const query = (name: string): string | null => new URLSearchParams(here.value.split('?')[1] ?? '').get(name);

/** Plain `<a href="/...">` everywhere: one listener turns same-site clicks into navigation without a page load. */
export function listen(): void {
  addEventListener('popstate', () => {
    const to = location.pathname + location.search;
    if (leaveGuard.current && !leaveGuard.current()) return history.pushState(null, '', here.value);
    leaveGuard.current = null;
    here.value = to;
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.('a[href]') as HTMLAnchorElement | null;
    if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}
