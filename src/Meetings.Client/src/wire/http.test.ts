import { afterEach, beforeAll, expect, it, vi as spy } from 'vitest';
import { catalogue } from '../app/catalogue';
import { addStrings } from '../lib/i18n';
import { asRefused, get, onSignedOut, post, Refused, refusalText, search } from './http';

beforeAll(() => addStrings(catalogue));
afterEach(() => spy.unstubAllGlobals());

const answer = (status: number, body: unknown) => {
  const fetched = spy.fn(async () => new Response(body === undefined ? null : JSON.stringify(body), { status }));
  spy.stubGlobal('fetch', fetched);
  return fetched as unknown as { mock: { calls: [string, RequestInit][] } };
};
const refusal = (work: Promise<unknown>) => work.then(() => null, (error: unknown) => error as Refused);

it('says the words for a refusal with its arguments', async () => {
  answer(429, { code: 'too_many_attempts', args: { seconds: '30' } });
  const refused = await refusal(post('/api/session', {}));
  expect(refused).toBeInstanceOf(Refused);
  expect(refusalText(refused!)).toBe('Đã thử quá nhiều lần. Hãy chờ 30 giây rồi thử lại.');
});

it('translates a status inside a refusal', () => {
  expect(refusalText({ code: 'meeting_status', args: { from: 'closed', to: 'open' } })).toContain('“Đã kết thúc” sang “Đã mở phòng”');
});

it('marks what changes something and leaves reading plain', async () => {
  const fetched = answer(200, {});
  await post('/api/meetings', { title: 'x' });
  await get('/api/session');
  expect(new Headers(fetched.mock.calls[0]![1].headers).get('X-Meetings')).toBe('1');
  expect(fetched.mock.calls[1]![1].headers).toBeUndefined();
});

it('tells a lost line from a refusal', async () => {
  spy.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')));
  expect((await refusal(get('/api/session')))!.code).toBe('offline');
});

it('notices an ended session but not a wrong password', async () => {
  const signedOut = spy.fn();
  onSignedOut.current = signedOut;
  answer(401, { code: 'sign_in_failed' });
  await refusal(post('/api/session', {}));
  expect(signedOut).not.toHaveBeenCalled();
  answer(401, { code: 'not_signed_in' });
  await refusal(get('/api/meetings'));
  expect(signedOut).toHaveBeenCalledOnce();
});

it('has words for an unknown code and for our own bugs', () => {
  spy.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(refusalText({ code: 'of_tomorrow' })).toContain('of_tomorrow');
  expect(refusalText(asRefused(new Error('x')))).toContain('lỗi ngoài dự kiến');
});

it('leaves empty parameters out of a query', () => expect(search({ a: 1, b: '', c: undefined, q: 'họp' })).toBe('?a=1&q=h%E1%BB%8Dp'));
