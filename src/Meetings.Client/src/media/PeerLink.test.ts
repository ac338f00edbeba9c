import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MediaState } from './MediaLink';
import { PeerLink } from './PeerLink';

/** As much of RTCPeerConnection as a link needs to be connected and to lose its path. */
class Connection extends EventTarget {
  static last: Connection;
  static made = 0;
  closed = false;
  iceConnectionState: RTCIceConnectionState = 'new';
  connectionState: RTCPeerConnectionState = 'new';
  localDescription = { type: 'offer', sdp: 'v=0' };
  heardAt = 0;
  restarts = 0;
  constructor() {
    super();
    Connection.last = this;
    Connection.made++;
  }
  addTransceiver() { return { sender: { replaceTrack: async () => undefined, getParameters: () => ({}) }, receiver: {}, setCodecPreferences: () => undefined }; }
  async createOffer() { return this.localDescription; }
  async setLocalDescription() { /* nothing to gather */ }
  async setRemoteDescription() { /* nothing to apply */ }
  async getStats() { return new Map([['CP', { type: 'candidate-pair', timestamp: Date.now(), lastPacketReceivedTimestamp: this.heardAt }]]); }
  restartIce() { this.restarts++; }
  close() { this.closed = true; }
  become(ice: RTCIceConnectionState, connection: RTCPeerConnectionState) {
    this.iceConnectionState = ice;
    this.connectionState = connection;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

// The browser packs in a thread of its own, which no fake timer waits for.
vi.mock('./packed', () => ({ pack: async (sdp: string) => sdp, unpack: async (sdp: string) => sdp }));

const seconds = (n: number) => vi.advanceTimersByTimeAsync(n * 1000);
const told: MediaState[] = [];
let link: PeerLink;
let hub = false;
let asked = 0;
let answerTakes = 0;
let relays: (() => Promise<RTCIceServer[]>) | undefined;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  vi.stubGlobal('RTCPeerConnection', Connection);
  vi.stubGlobal('RTCRtpSender', { getCapabilities: () => null });
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => null });
  told.length = asked = answerTakes = Connection.made = 0;
  hub = false;
  relays = undefined;
  link = new PeerLink({
    state: state => told.push(state), hubConnected: () => hub, iceServers: async () => await relays?.() ?? [],
    negotiate: async () => { asked++; await new Promise(come => { setTimeout(come, answerTakes); }); return 'v=0'; }, line: () => undefined, audio: () => undefined, video: () => undefined,
  });
  await link.open(1);
  await link.accept('v=0');
});
afterEach(() => {
  link.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a connection whose answer has just come', () => {
  it('is not negotiated once more when the hub counts as connected, but is when it has had its time', async () => {
    link.hubReturned();
    await seconds(4);
    expect(asked).toBe(0);
    await seconds(1.1);
    link.hubReturned();
    await seconds(0);
    expect(asked).toBe(1);
  });
});

describe('a path that the browser calls disconnected', () => {
  beforeEach(async () => {
    Connection.last.become('connected', 'connected');
    await vi.advanceTimersByTimeAsync(0);
    told.length = 0;
  });

  it('is cut at once when nothing comes over it any more', async () => {
    Connection.last.heardAt = Date.now() - 5000;
    Connection.last.become('disconnected', 'disconnected');
    await vi.advanceTimersByTimeAsync(10);
    expect(told).toEqual(['cut']);
    expect(Connection.last.restarts).toBe(1);
  });

  it('is told to nobody when voices come and the next check is answered', async () => {
    Connection.last.heardAt = Date.now() - 50;
    Connection.last.become('disconnected', 'disconnected');
    await vi.advanceTimersByTimeAsync(1000);
    Connection.last.become('connected', 'connected');
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([]);
    expect(Connection.last.restarts).toBe(0);
  });

  it('is cut when checks are answered but DTLS has failed', async () => {
    Connection.last.become('connected', 'failed');
    await vi.advanceTimersByTimeAsync(10);
    expect(told).toEqual(['cut']);
  });

  it('is cut when voices come but no check is answered', async () => {
    Connection.last.heardAt = Date.now() - 50;
    Connection.last.become('disconnected', 'disconnected');
    await vi.advanceTimersByTimeAsync(1600);
    expect(told).toEqual(['cut']);
    expect(Connection.last.restarts).toBe(1);
  });

  it('is given up for one new connection, whose answer is waited for however slow the hub is', async () => {
    [hub, answerTakes] = [true, 4000];
    Connection.last.become('failed', 'failed');
    // Restarts at 0, 1.85 and 8.55, 10.4 s, the hub asked at 3.7 s, the sixth try at 12.25 s.
    await seconds(12);
    expect(Connection.made).toBe(1);
    await seconds(10);
    expect(Connection.made).toBe(2);
    Connection.last.become('connected', 'connected');
    expect(told).toEqual(['cut', 'connected']);
  });

  it('is kept until it is known which relays a new connection has', async () => {
    hub = true;
    let come = (_: RTCIceServer[]) => {};
    relays = () => new Promise(done => { come = done; });
    const old = Connection.last;
    old.become('failed', 'failed');
    await seconds(13);
    expect([old.closed, Connection.made]).toEqual([false, 1]);
    come([]);
    await seconds(1);
    expect([old.closed, Connection.made]).toEqual([true, 2]);
  });
});
