import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MediaState } from './MediaLink';
import { pack } from './packed';
import { PeerLink } from './PeerLink';

/** As much of RTCPeerConnection as a link needs to be connected and to lose its path. */
class Connection extends EventTarget {
  static last: Connection;
  iceConnectionState: RTCIceConnectionState = 'new';
  connectionState: RTCPeerConnectionState = 'new';
  localDescription = { type: 'offer', sdp: 'v=0' };
  heardAt = 0;
  restarts = 0;
  constructor() {
    super();
    Connection.last = this;
  }
  addTransceiver() { return { sender: { replaceTrack: async () => undefined, getParameters: () => ({}) }, receiver: {}, setCodecPreferences: () => undefined }; }
  async createOffer() { return this.localDescription; }
  async setLocalDescription() { /* nothing to gather */ }
  async setRemoteDescription() { /* nothing to apply */ }
  async getStats() { return new Map([['CP', { type: 'candidate-pair', timestamp: Date.now(), lastPacketReceivedTimestamp: this.heardAt }]]); }
  restartIce() { this.restarts++; }
  close() { /* nothing open */ }
  become(ice: RTCIceConnectionState, connection: RTCPeerConnectionState) {
    this.iceConnectionState = ice;
    this.connectionState = connection;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

const told: MediaState[] = [];
let link: PeerLink;
let hub = false;
let asked = 0;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  vi.stubGlobal('RTCPeerConnection', Connection);
  vi.stubGlobal('RTCRtpSender', { getCapabilities: () => null });
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => null });
  told.length = asked = 0;
  hub = false;
  link = new PeerLink({
    state: state => told.push(state), hubConnected: () => hub, negotiate: async () => { asked++; return await pack('v=0'); },
    line: () => undefined, audio: () => undefined, video: () => undefined,
  });
  await link.open(1);
  await link.accept(await pack('v=0'));
});
afterEach(() => {
  link.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a connection whose answer has just come', () => {
  it('is not negotiated once more when the hub counts as connected, but is when it has had its time', async () => {
    link.hubReturned();
    await vi.advanceTimersByTimeAsync(4000);
    expect(asked).toBe(0);
    await vi.advanceTimersByTimeAsync(1100);
    link.hubReturned();
    await vi.waitFor(() => expect(asked).toBe(1));
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
});
