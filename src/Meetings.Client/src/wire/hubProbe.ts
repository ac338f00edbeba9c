import type { Refusable } from './hubContracts';

/** One call on a connection of its own: does media get through? Packed offer in, packed answer out; the server's end lives for `keep` ms. */
export async function probe(offer: string, keep = 4000): Promise<string> {
  const signalr = await import('@microsoft/signalr');
  const connection = new signalr.HubConnectionBuilder().withUrl('/hub/room').configureLogging(signalr.LogLevel.None).build();
  await connection.start();
  try {
    const answer = await connection.invoke<Refusable<{ answer: string }> | string>('Probe', offer);
    const packed = typeof answer === 'string' ? answer : answer.answer;
    if (!packed) throw new Error('probe refused');
    // The server keeps the throw-away peer for as long as this connection lives.
    setTimeout(() => void connection.stop().catch(() => undefined), keep);
    return packed;
  } catch (error) {
    void connection.stop().catch(() => undefined);
    throw error;
  }
}
