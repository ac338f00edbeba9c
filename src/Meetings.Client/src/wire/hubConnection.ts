import type { HubConnection } from '@microsoft/signalr';

export function quietly(connection: HubConnection | undefined) {
  void connection?.stop().catch(() => undefined);
}

/** A started connection, and what starting it took; ms. */
export interface OpenConnection { connection: HubConnection; negotiated: boolean; took: number }

let early: Promise<OpenConnection> | undefined;

/**
 * Opened with the page of the device check, before its tests need the line: three round trips that whoever enters does not wait for.
 * It carries the probe, and the meeting takes it over.
 */
export function earlyConnection(): Promise<OpenConnection> {
  if (early) return early;
  const mine = openConnection(false).catch(() => openConnection(true));
  const forget = () => { if (early === mine) early = undefined; };
  mine.then(({ connection }) => connection.onclose(forget), forget);
  return early = mine;
}

/** Hands the early connection over, open or still opening, once; nothing where there is none. */
export function takeEarly(): Promise<OpenConnection> | undefined {
  const taken = early;
  early = undefined;
  return taken;
}

/**
 * A WebSocket at once, or what a negotiation finds where a proxy breaks WebSockets.
 * @param built Is given the connection before it is started, so that who waits no longer can stop it.
 */
export async function openConnection(negotiated: boolean, built?: (connection: HubConnection) => void): Promise<OpenConnection> {
  const signalr = await import('@microsoft/signalr');
  const connection = new signalr.HubConnectionBuilder()
    .withUrl('/hub/room', negotiated ? {} : { skipNegotiation: true, transport: signalr.HttpTransportType.WebSockets })
    .configureLogging(signalr.LogLevel.None)
    .build();
  // Each end says something every five seconds. We give the server 15 s: a connection from before the device changed its network is not entered on.
  connection.keepAliveIntervalInMilliseconds = 5000;
  connection.serverTimeoutInMilliseconds = 15_000;
  built?.(connection);
  const begun = Date.now();
  await connection.start();
  return { connection, negotiated, took: Date.now() - begun };
}
