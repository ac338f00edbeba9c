// Joins a meeting as a client that is not a browser: signs in, enters, sends a tone, counts the audio samples it hears.
//
//   npm ci && node join.mjs --server http://localhost:5080 --user mydong.chutich --password thapmuoi2021 \
//                           --meeting <32 hex digits> --seconds 10
//
// Without --meeting it takes the first meeting of today. Prints one line of JSON and exits 0 when it heard something
// (or with --alone, when it only got connected). Everything it does is described in ../protocol.md.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { parseArgs } from 'node:util';
import signalr from '@microsoft/signalr';
import wrtc from '@roamhq/wrtc';

const { values: options } = parseArgs({
  options: {
    server: { type: 'string', default: 'http://localhost:5080' },
    user: { type: 'string', default: 'mydong.chutich' },
    password: { type: 'string', default: 'thapmuoi2021' },
    meeting: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    alone: { type: 'boolean', default: false },
  },
});

// --- 1. Sign in: a session cookie. Every change carries X-Meetings: 1. -------------------------------------------------------
const headers = { 'Content-Type': 'application/json', 'X-Meetings': '1' };
const signIn = await fetch(`${options.server}/api/session`, {
  method: 'POST',
  headers,
  body: JSON.stringify({ userName: options.user, password: options.password, remember: false }),
});
if (!signIn.ok) throw new Error(`sign-in: ${signIn.status} ${await signIn.text()}`);
const cookie = signIn.headers.getSetCookie().map(line => line.split(';')[0]).join('; ');
headers.Cookie = cookie;

const get = async path => {
  const answer = await fetch(options.server + path, { headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};
const meeting = options.meeting ?? (await get('/api/meetings?view=today'))[0]?.id;
if (!meeting) throw new Error('no meeting today');

// --- 2. The offer: microphone, camera, screen (sending), then three audio slots (receiving). The order is the contract. -------
const peer = new wrtc.RTCPeerConnection({ bundlePolicy: 'max-bundle' });
const tone = new wrtc.nonstandard.RTCAudioSource();
const track = tone.createTrack();
peer.addTransceiver(track, { direction: 'sendonly' });
peer.addTransceiver('video', { direction: 'sendonly' });
peer.addTransceiver('video', { direction: 'sendonly' });
const slots = [0, 1, 2].map(() => peer.addTransceiver('audio', { direction: 'recvonly' }));

let heard = 0;
let loud = 0;
const sinks = slots.map(slot => {
  const sink = new wrtc.nonstandard.RTCAudioSink(slot.receiver.track);
  sink.ondata = ({ samples }) => {
    heard += samples.length;
    if (samples.some(sample => Math.abs(sample) > 500)) loud += samples.length;
  };
  return sink;
});

// On the wire an SDP is base64(deflate-raw(UTF-8)).
const pack = sdp => deflateRawSync(Buffer.from(sdp)).toString('base64');
const unpack = text => inflateRawSync(Buffer.from(text, 'base64')).toString();

const offer = await peer.createOffer();
await peer.setLocalDescription(offer);

// --- 3. The hub: one call enters the room and brings the answer. No candidates are exchanged: the server's are in the answer. -
const hub = new signalr.HubConnectionBuilder()
  .withUrl(`${options.server}/hub/room`, {
    skipNegotiation: true,
    transport: signalr.HttpTransportType.WebSockets,
    headers: { Cookie: cookie },
  })
  .configureLogging(signalr.LogLevel.Error)
  .build();
const call = async (method, ...args) => {
  const answer = await hub.invoke(method, ...args);
  if (answer?.refusal) throw new Error(`${method}: ${answer.refusal.code}`);
  return answer;
};
let slotsNow = [];
let events = 0;
hub.on('e', () => { events += 1; });
hub.on('t', (kind, args) => { if (kind === 'slots') slotsNow = args[0]; });
const ended = new Promise(resolve => hub.on('x', resolve));
let admit;
const admitted = new Promise(resolve => { admit = resolve; });
hub.on('e', (number, at, kind) => { if (kind === 'admitted') admit(); });

await hub.start();
const entered = await call('Enter', meeting, { device: 'join.mjs', mode: 'audio', offer: pack(offer.sdp), slots: 0 });
let { answer } = entered;
if (entered.state === 'lobby') {
  await admitted;
  ({ answer } = await call('Negotiate', pack(offer.sdp)));
}
await peer.setRemoteDescription({ type: 'answer', sdp: unpack(answer) });

// --- 4. Everybody enters muted: say that the microphone is on, then speak. ----------------------------------------------------
await call('Sources', { mic: true, cam: false, screen: false });
const sampleRate = 48000;
let phase = 0;
const speak = setInterval(() => {
  const samples = new Int16Array(sampleRate / 100);
  for (let i = 0; i < samples.length; i += 1) {
    samples[i] = Math.round(8000 * Math.sin(phase));
    phase += (2 * Math.PI * 440) / sampleRate;
  }
  tone.onData({ samples, sampleRate, bitsPerSample: 16, channelCount: 1, numberOfFrames: samples.length });
}, 10);

const room = await get(`/api/meetings/${meeting}/room?conn=${entered.conn}`);
await Promise.race([ended, new Promise(resolve => { setTimeout(resolve, Number(options.seconds) * 1000); })]);

// --- 5. Leave, and say what happened. -----------------------------------------------------------------------------------------
const state = peer.connectionState;
clearInterval(speak);
await call('Leave').catch(() => undefined);
for (const sink of sinks) sink.stop();
track.stop();
peer.close();
await hub.stop();
console.log(JSON.stringify({ conn: entered.conn, title: room.title, state, samplesHeard: heard, samplesLoud: loud, audioSlots: slotsNow, events }));
process.exit(state === 'connected' && (options.alone || loud > 0) ? 0 : 1);
