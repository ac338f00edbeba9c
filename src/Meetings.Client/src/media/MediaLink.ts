import type { PictureCodec, RoomMode } from '../wire/hubContracts';
import type { LineSample } from './quality';
import type { VoiceForm } from './voice';

/** `blocked`: never connected although the server answered; neither UDP nor TCP gets through. */
export type MediaState = 'idle' | 'connecting' | 'connected' | 'cut' | 'blocked';
export type LocalSource = 'microphone' | 'camera' | 'screen';

export interface LinkEvents {
  state(state: MediaState): void;
  audio(slot: number, stream: MediaStream): void;
  video(slot: number, stream: MediaStream): void;
  line(sample: LineSample): void;
  /** Sends an offer to the server and brings its answer; rejects while there is no hub. Both packed. */
  negotiate(offer: string): Promise<string>;
  /** Whether `negotiate` has a chance now. */
  hubConnected(): boolean;
  /** Relays the administrator configured; none usually. */
  iceServers?(): Promise<RTCIceServer[]>;
}

/** What the end-to-end tests read; sums of getStats by slot. */
export interface LinkStats {
  state: MediaState;
  /** How many PeerConnections were needed so far, and how many local ICE restarts. */
  connections: number;
  restarts: number;
  /** What media goes over: UDP, or TCP where the network blocks UDP. */
  path?: 'udp' | 'tcp';
  audio: { slot: number; totalSamplesReceived: number; totalAudioEnergy: number; concealedSamples: number; packetsReceived: number; packetsLost: number; bytesReceived: number }[];
  video: { slot: number; framesDecoded: number; frameWidth: number; frameHeight: number; freezeCount: number; totalFreezesDuration: number; packetsReceived: number; packetsLost: number; bytesReceived: number }[];
  sent: { source: LocalSource; rid?: string; bytesSent: number; packetsSent: number; framesEncoded: number }[];
  bytesReceived: number;
  bytesSent: number;
}

/** The one media connection of a meeting, as the room model sees it. */
export interface MediaLink {
  /** Makes the connection and the packed offer that goes into Enter. */
  open(videoSlots: number): Promise<string>;
  accept(answer: string): Promise<void>;
  /** After admission from the lobby: offer and answer by themselves. */
  negotiate(): Promise<void>;
  /** The hub is back: find out at once whether the server still knows us. */
  hubReturned(): void;
  /** The line may be another one: looks for a path at once; whatever carries media meanwhile goes on. */
  hurry(): void;
  ensureVideoSlots(count: number): Promise<void>;
  publish(source: LocalSource, track: MediaStreamTrack | null): Promise<void>;
  /** Bitrates and sizes follow the way in. */
  tune(mode: RoomMode): void;
  /** The server wants these layers of the picture and no others, a bit a layer; 0: nobody watches. */
  want(source: 'camera' | 'screen', layers: number): void;
  /** Pictures go on in this codec, which everybody here decodes. */
  code(picture: PictureCodec): void;
  /** What the way up carries: layers of the camera, 0 to 3, and how the voice is packed. */
  adapt(layers: 0 | 1 | 2 | 3, voice: VoiceForm): void;
  stats(): Promise<LinkStats>;
  close(): void;
}
