import { afterEach, describe, expect, it } from 'vitest';
import { here, leaveGuard, listen, match, navigate, query } from './router';

afterEach(() => {
  leaveGuard.current = null;
  navigate('/', { replace: true });
});

describe('router', () => {
  it('gives the named parts of a path', () => {
    expect(match('/meetings/:id/edit', '/meetings/42/edit?x=1')).toEqual({ id: '42' });
    expect(match('/g/:token', '/g/a%20b')).toEqual({ token: 'a b' });
  });

  it('does not match a path of another shape', () => {
    expect(match('/meetings/:id', '/meetings')).toBeNull();
    expect(match('/meetings/:id', '/meetings/1/edit')).toBeNull();
    expect(match('/help', '/help/me')).toBeNull();
  });

  it('goes to a page and reads its query', () => {
    navigate('/documents/7?page=3');
    expect(here.value).toBe('/documents/7?page=3');
    expect(query('page')).toBe('3');
    expect(query('zoom')).toBeNull();
  });

  it('stays when the page refuses to be left', () => {
    leaveGuard.current = () => false;
    navigate('/help');
    expect(here.value).toBe('/');
  });

  it('asks a page only once', () => {
    let asked = 0;
    leaveGuard.current = () => ++asked > 0;
    navigate('/help');
    navigate('/account');
    expect(asked).toBe(1);
  });

  it('turns a click on a link of this site into navigation, and leaves downloads alone', () => {
    listen();
    document.body.innerHTML = '<a id="in" href="/help">x</a><a id="file" href="/api/documents/1/original" download>y</a>';
    const click = (id: string) => {
      const event = new MouseEvent('click', { bubbles: true, cancelable: true, button: 0 });
      document.getElementById(id)!.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(click('in')).toBe(true);
    expect(here.value).toBe('/help');
    document.addEventListener('click', (e) => e.preventDefault(), { once: true });
    click('file');
    expect(here.value).toBe('/help');
  });
});
