import type { Refusable } from './hubContracts';

/** One call on a connection of its own: does UDP get through? Packed offer in, packed answer out. */
export async function probe(offer: string): Promise<string> {
  const signalr = await import('@microsoft/signalr');
  const connection = new signalr.HubConnectionBuilder().withUrl('/hub/room').configureLogging(signalr.LogLevel.None).build();
  await connection.start();
  try {
    const answer = await connection.invoke<Refusable<{ answer: string }> | string>('Probe', offer);
    const packed = typeof answer === 'string' ? answer : answer.answer;
    if (!packed) throw new Error('probe refused');
    // The server keeps the throw-away peer for as long as this connection lives.
    setTimeout(() => void connection.stop().catch(() => undefined), 4000);
    return packed;
  } catch (error) {
    void connection.stop().catch(() => undefined);
    throw error;
  }
}
