import type { PictureCodec, RoomMode } from '../wire/hubContracts';
import { audioSlots, cameraLayers, screenLimits } from './bitrates';
import type { LinkEvents, LinkStats, LocalSource, MediaLink, MediaState } from './MediaLink';
import { pack, unpack } from './packed';
import { pathOf, stillComes, type Stat } from './path';
import { heardIn, PlayoutDelay } from './playout';
import { LineMeter } from './quality';
import { pictureFirst, serverIdentity, shapeOpus, wantedCodecs } from './sdp';
import { voiceForms, type VoiceForm } from './voice';

const sources: readonly LocalSource[] = ['microphone', 'camera', 'screen'];
/** Between two local ICE restarts while the line is cut. Milliseconds. */
const restartEvery = 1500;
const restartSpread = 700;
/** With the hub there but no media, every n-th try asks the server, and every m-th starts from nothing. */
const askEvery = 3;
const rebuildEvery = 6;
/** While the line is cut the hub may only seem to be there: its answer is waited for no longer than two restarts would take. */
const askPatience = 2 * restartEvery;
const blockedAfter = 5000;
const sampleEvery = 2000;
const everyLayer = 7;
/** Taken for a camera that is not open yet. */
const usualHeight = 720;
/** Samples on TCP before UDP is tried again: two minutes. */
const retryUdpAfter = 60;

/** DTLS can fail where checks are answered; browsers without a state of both have that of ICE. */
const isUp = (pc: RTCPeerConnection) => /^(connected|completed)$/.test(pc.connectionState ?? pc.iceConnectionState);

/**
 * The only RTCPeerConnection of the client. Fixed m-lines: microphone, camera, screen (sendonly), then three audio and
 * n video slots (recvonly); people coming and going renegotiate nothing.
 */
export class PeerLink implements MediaLink {
  private pc: RTCPeerConnection | undefined;
  private transceivers: RTCRtpTransceiver[] = [];
  private answer: string | undefined;
  private videoSlots = 0;
  private tracks: Partial<Record<LocalSource, MediaStreamTrack>> = {};
  private mode: RoomMode = 'full';
  private layers: 0 | 1 | 2 | 3 = 3;
  private wanted: Record<'camera' | 'screen', number> = { camera: everyLayer, screen: everyLayer };
  private voice: VoiceForm = voiceForms[0];
  /** Told since the connection was made; before that the answer's own order stands. */
  private picture: PictureCodec | undefined;
  private state: MediaState = 'idle';
  private chain: Promise<unknown> = Promise.resolve();
  private tries = 0;
  private connections = 0;
  private restarts = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private blockedTimer: ReturnType<typeof setTimeout> | undefined;
  private sampler: ReturnType<typeof setInterval> | undefined;
  private meter = new LineMeter();
  private playout = new PlayoutDelay();
  private samplesOnTcp = 0;
  /** Called disconnected by the browser, and looked at. */
  private doubted: RTCPeerConnection | undefined;
  private closed = false;

  constructor(private readonly events: LinkEvents) {
    globalThis.addEventListener?.('online', this.hurry);
  }

  open(videoSlots: number): Promise<string> {
    return this.inTurn(async () => {
      this.videoSlots = videoSlots;
      return await this.freshOffer();
    });
  }

  accept(answer: string): Promise<void> {
    return this.inTurn(async () => await this.applyAnswer(await unpack(answer)));
  }

  negotiate(): Promise<void> {
    return this.inTurn(async () => await this.askServer());
  }

  hubReturned() {
    // The first connection, whose answer has only just come, gets its time.
    if (this.state === 'connected' || this.state === 'idle' || (this.retry !== undefined && this.tries === 0)) return;
    void this.inTurn(() => this.askServer()).catch(() => undefined).then(() => this.plan());
  }

  async ensureVideoSlots(count: number): Promise<void> {
    if (count <= this.videoSlots) return;
    await this.inTurn(async () => {
      this.videoSlots = count;
      if (!this.pc || !this.answer) return;
      this.addSlots(this.pc);
      await this.askServer();
    });
  }

  async publish(source: LocalSource, track: MediaStreamTrack | null): Promise<void> {
    if (track) this.tracks[source] = track;
    else delete this.tracks[source];
    await this.transceivers[sources.indexOf(source)]?.sender.replaceTrack(track);
    if (track && source === 'camera') this.limit(); // another camera may be larger or smaller
  }

  tune(mode: RoomMode) {
    if (mode === this.mode) return;
    this.mode = mode;
    this.limit();
  }

  want(source: 'camera' | 'screen', layers: number) {
    if (layers === this.wanted[source]) return;
    this.wanted[source] = layers;
    this.limit();
  }

  adapt(layers: 0 | 1 | 2 | 3, voice: VoiceForm) {
    if (layers !== this.layers) {
      this.layers = layers;
      this.limit();
    }
    if (voice === this.voice) return;
    this.voice = voice;
    this.reshape();
  }

  code(picture: PictureCodec) {
    if (picture === this.picture) return;
    this.picture = picture;
    this.reshape();
  }

  async stats(): Promise<LinkStats> {
    const base = { state: this.state, connections: this.connections, restarts: this.restarts };
    const { sumStats } = await import('./linkStats');
    return await sumStats(base, this.transceivers, this.pc);
  }

  close() {
    this.closed = true;
    globalThis.removeEventListener?.('online', this.hurry);
    clearTimeout(this.retry);
    clearTimeout(this.blockedTimer);
    clearInterval(this.sampler);
    this.dropConnection();
    this.become('idle');
  }

  // --- making and answering -------------------------------------------------------------------------------------

  private async freshOffer(): Promise<string> {
    // Asked for first: the old path may come back meanwhile, and until it is dropped local restarts are possible.
    const iceServers = await this.events.iceServers?.().catch(() => []) ?? [];
    this.dropConnection();
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers });
    this.pc = pc;
    this.answer = this.picture = undefined;
    this.wanted = { camera: everyLayer, screen: everyLayer };
    this.connections++;
    this.meter.restart();
    this.playout.restart();
    pc.addEventListener('iceconnectionstatechange', () => { if (pc === this.pc) this.watch(pc); });
    pc.addEventListener('connectionstatechange', () => { if (pc === this.pc) this.watch(pc); });
    pc.addEventListener('track', e => { if (pc === this.pc) this.arrived(e); });
    this.transceivers = [];
    for (const source of sources) {
      const kind = source === 'microphone' ? 'audio' : 'video';
      this.add(pc, kind, { direction: 'sendonly', sendEncodings: this.encodings(source) }, RTCRtpSender.getCapabilities(kind));
    }
    for (let i = 0; i < audioSlots; i++) this.add(pc, 'audio', { direction: 'recvonly' }, RTCRtpReceiver.getCapabilities('audio'));
    this.addSlots(pc);
    await Promise.all(sources.map((source, i) => this.transceivers[i]!.sender.replaceTrack(this.tracks[source] ?? null)));
    this.become('connecting');
    clearInterval(this.sampler);
    this.sampler = setInterval(() => void this.sample(), sampleEvery);
    return await this.localOffer(pc);
  }

  private addSlots(pc: RTCPeerConnection) {
    for (let have = this.transceivers.length - sources.length - audioSlots; have < this.videoSlots; have++)
      this.add(pc, 'video', { direction: 'recvonly' }, RTCRtpReceiver.getCapabilities('video'));
  }

  private add(pc: RTCPeerConnection, kind: 'audio' | 'video', init: RTCRtpTransceiverInit, capabilities: RTCRtpCapabilities | null) {
    const transceiver = pc.addTransceiver(kind, init);
    const codecs = wantedCodecs(capabilities?.codecs ?? [], kind, init.direction);
    if (codecs.length > 0) transceiver.setCodecPreferences(codecs);
    this.transceivers.push(transceiver);
  }

  private async localOffer(pc: RTCPeerConnection): Promise<string> {
    await pc.setLocalDescription(await pc.createOffer());
    // An ICE-lite server learns our address from our checks: no need to wait for candidates.
    return await pack(pc.localDescription?.sdp ?? '');
  }

  private async applyAnswer(answer: string) {
    if (!this.pc) return;
    await this.take(this.pc, answer);
    this.answer = answer;
    this.limit();
    clearTimeout(this.blockedTimer);
    this.blockedTimer = setTimeout(() => { if (this.state === 'connecting') this.become('blocked'); }, blockedAfter);
    this.plan();
  }

  /** Offers to the server again; if it is not the server we knew (restarted), starts from a new connection. */
  private async askServer() {
    const known = this.answer;
    if (this.pc && known) {
      this.pc.restartIce();
      const answer = await unpack(await this.answerTo(await this.localOffer(this.pc)));
      if (serverIdentity(answer) === serverIdentity(known)) return await this.applyAnswer(answer);
    }
    await this.rebuild();
  }

  private async rebuild() {
    const answer = await this.answerTo(await this.freshOffer());
    await this.applyAnswer(await unpack(answer));
  }

  /**
   * An answer that does not come must not hold up the local restarts: one of them may be what brings the line back. Without an answer there are
   * none to hold up, and another connection would have to wait as long.
   */
  private async answerTo(offer: string): Promise<string> {
    const answer = this.events.negotiate(offer);
    if (this.state !== 'cut' || !this.answer) return await answer;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, fail) => { timer = setTimeout(() => fail(new Error('no answer in time')), askPatience); });
    answer.catch(() => undefined);
    return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  // --- keeping it alive -----------------------------------------------------------------------------------------

  private watch(pc: RTCPeerConnection) {
    const ice = pc.iceConnectionState;
    if (isUp(pc)) {
      this.tries = 0;
      clearTimeout(this.retry);
      this.retry = undefined;
      clearTimeout(this.blockedTimer);
      this.become('connected');
      this.limit();
    } else if (ice === 'disconnected' || ice === 'failed' || pc.connectionState === 'failed') {
      void this.lost(pc);
    }
  }

  /**
   * Browsers call a path disconnected when no check was answered for five seconds. Where a third of all packets is lost that happens while voices
   * still come, and the next answer ends it: such a path gets its moment before anybody is told.
   */
  private async lost(pc: RTCPeerConnection) {
    if (this.state === 'connected') {
      if (this.doubted === pc) return;
      this.doubted = pc;
      if (pc.iceConnectionState === 'disconnected' && stillComes((await pc.getStats()).values())) await new Promise(over => { setTimeout(over, restartEvery); });
      this.doubted = undefined;
      if (pc !== this.pc || this.state !== 'connected' || isUp(pc)) return;
      this.become('cut');
    }
    this.plan(0);
  }

  private plan(delay = restartEvery + Math.random() * restartSpread) {
    if (this.closed || this.retry !== undefined || this.state === 'connected' || this.state === 'idle') return;
    // The first connection gets its time before anything is restarted under it.
    const first = this.state === 'connecting' && this.tries === 0 ? blockedAfter : delay;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      if (this.closed || this.state === 'connected') return;
      void this.inTurn(() => this.again()).catch(() => undefined).then(() => this.plan());
    }, first);
  }

  private async again() {
    if (this.closed || (this.pc && isUp(this.pc))) return;
    this.tries++;
    const hub = this.events.hubConnected();
    if (hub && this.tries % rebuildEvery === 0) return await this.rebuild();
    if (hub && (this.tries % askEvery === 0 || !this.answer)) return await this.askServer();
    await this.restartLocally();
  }

  /** RFC 8445 section 2.4 asks for a new answer; an ICE-lite server with a fixed ufrag does not need to be told. */
  private async restartLocally() {
    if (!this.pc || !this.answer) return;
    this.restarts++;
    this.pc.restartIce();
    await this.setAnswerAgain();
  }

  private async setAnswerAgain() {
    const { pc, answer } = this;
    if (!pc || !answer) return;
    await pc.setLocalDescription(await pc.createOffer());
    await this.take(pc, answer);
  }

  private async take(pc: RTCPeerConnection, answer: string) {
    await pc.setRemoteDescription({ type: 'answer', sdp: pictureFirst(shapeOpus(answer, this.voice), this.picture) });
  }

  /**
   * Another packet time or codec needs no word with the server: the answer we have is set again, shaped differently. While the line is cut
   * the next restart does it.
   */
  private reshape() {
    void this.inTurn(async () => { if (this.state !== 'cut') await this.setAnswerAgain(); }).catch(() => undefined);
  }

  readonly hurry = () => {
    // Browsers call a path disconnected five seconds after the last sign of it.
    if (this.state === 'connected') void this.inTurn(() => this.restartLocally()).catch(() => undefined);
    if (this.retry === undefined) return;
    clearTimeout(this.retry);
    this.retry = undefined;
    this.plan(0);
  };

  // --- details --------------------------------------------------------------------------------------------------

  private arrived(e: RTCTrackEvent) {
    const index = this.transceivers.indexOf(e.transceiver) - sources.length;
    if (index < 0) return;
    const stream = new MediaStream([e.track]);
    if (index < audioSlots) this.events.audio(index, stream);
    else this.events.video(index - audioSlots, stream);
  }

  private encodings(source: LocalSource): RTCRtpEncodingParameters[] {
    if (source === 'microphone') return [{ maxBitrate: voiceForms[0].bitrate, priority: 'high', networkPriority: 'high' }];
    if (source === 'screen') return [{ ...screenLimits(this.mode, this.layers), active: this.wanted.screen > 0 }];
    const { width = Infinity, height = usualHeight } = this.tracks.camera?.getSettings() ?? {};
    return cameraLayers(this.mode, Math.min(width, height), this.layers, this.wanted.camera)
      // Three rates of pictures in each layer (W3C webrtc-svc), so that a line that sinks loses frames before it loses the picture.
      .map(layer => ({ ...layer, scalabilityMode: 'L1T3' } as RTCRtpEncodingParameters));
  }

  private limit() {
    for (const source of ['camera', 'screen'] as const) {
      const sender = this.transceivers[sources.indexOf(source)]?.sender;
      const parameters = sender?.getParameters();
      if (!sender || !parameters?.encodings?.length) continue;
      const encodings = this.encodings(source);
      parameters.encodings.forEach((have, i) => Object.assign(have, encodings.find(e => e.rid === have.rid) ?? encodings[i]));
      void sender.setParameters(parameters).catch(() => undefined);
    }
  }

  /** Lets voices wait long enough for what the server repeats on a line that loses packets. */
  private wait(stats: Iterable<Stat>) {
    const target = this.playout.next(heardIn(stats));
    for (const { receiver } of this.transceivers.slice(sources.length, sources.length + audioSlots)) {
      const queue = receiver as RTCRtpReceiver & { jitterBufferTarget?: number | null };
      if ((queue.jitterBufferTarget ?? null) !== target) queue.jitterBufferTarget = target;
    }
  }

  private async sample() {
    const pc = this.pc;
    if (!pc) return;
    const report = await pc.getStats();
    if (pc !== this.pc) return;
    this.preferUdp(report);
    this.wait(report.values());
    this.events.line(this.meter.sample(report.values(), performance.now(), this.state === 'connected'));
  }

  /** Media on TCP stays there until checks are made again: now and then see whether UDP is open by now. The old path carries on meanwhile. */
  private preferUdp(report: RTCStatsReport) {
    this.samplesOnTcp = this.state === 'connected' && pathOf(report.values()) === 'tcp' ? this.samplesOnTcp + 1 : 0;
    if (this.samplesOnTcp < retryUdpAfter) return;
    this.samplesOnTcp = 0;
    void this.inTurn(() => this.restartLocally()).catch(() => undefined);
  }

  private become(state: MediaState) {
    if (this.state === state || (state === 'connecting' && (this.state === 'cut' || this.state === 'blocked'))) return;
    this.state = state;
    this.events.state(state);
  }

  private dropConnection() {
    const pc = this.pc;
    this.pc = undefined;
    pc?.close();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.chain.then(work, work);
    this.chain = result.catch(() => undefined);
    return result;
  }
}
