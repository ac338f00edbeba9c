import { earlyConnection, openConnection, quietly } from './hubConnection';
import type { Refusable } from './hubContracts';

/**
 * Does media get through? Packed offer in, packed answer out, on the connection that the meeting will take over; or on one of its own, with which
 * the server's end lives for `keep` ms.
 */
export async function probe(offer: string, keep?: number): Promise<string> {
  const { connection } = await (keep ? openConnection(true) : earlyConnection());
  if (keep) setTimeout(() => quietly(connection), keep);
  const { answer } = await connection.invoke<Refusable<{ answer: string }>>('Probe', offer);
  if (!answer) throw new Error('probe refused');
  return answer;
}
