import { describe, expect, it } from 'vitest';
import { cameraLayers, screenLimits } from './bitrates';
import { measureRate, withoutTcp } from './lineTest';
import { pack, unpack } from './packed';
import { pathOf } from './path';
import { LineMeter, lineWord } from './quality';
import { pictureFirst, serverIdentity, shapeOpus, wantedCodecs } from './sdp';
import { voiceForms } from './voice';

const answer = 'v=0\r\na=ice-ufrag:srv1\r\na=fingerprint:sha-256 AB:CD\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n';

describe('session descriptions', () => {
  it('travel deflated and come back as they were', async () => {
    const text = answer.repeat(40);
    const packed = await pack(text);
    expect(packed.length).toBeLessThan(text.length / 5);
    expect(await unpack(packed)).toBe(text);
  });

  it('ask Opus for mono speech with error correction and silence unsent', () => {
    const shaped = shapeOpus(answer, voiceForms[0]);
    expect(shaped).toContain('a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;stereo=0;maxaveragebitrate=24000\r\na=ptime:20\r\n');
    expect(shapeOpus(answer.replace(/a=fmtp.*\r\n/, ''), voiceForms[0])).toContain('opus/48000/2\r\na=fmtp:111 ');
    // The same answer again for a thinner line, in the middle of a call.
    const thin = shapeOpus(shaped, voiceForms[2]);
    expect(thin).toContain('maxaveragebitrate=16000\r\na=ptime:120\r\n');
    expect(thin.match(/a=fmtp:111|a=ptime/g)?.length).toBe(2);
  });

  it('tell a restarted server by its fingerprint or ufrag', () => {
    expect(serverIdentity(answer)).toBe('sha-256 AB:CD srv1');
    expect(serverIdentity(answer.replace('srv1', 'srv2'))).not.toBe(serverIdentity(answer));
  });

  it('offer only Opus, VP8 before H.264 of the constrained baseline, and retransmission', () => {
    const video = ['video/VP9', 'video/H264', 'video/red', 'video/rtx', 'video/VP8'].map(mimeType => ({ mimeType }));
    expect(wantedCodecs(video, 'video').map(c => c.mimeType)).toEqual(['video/VP8', 'video/rtx']);
    const h264 = (sdpFmtpLine: string) => ({ mimeType: 'video/H264', sdpFmtpLine });
    const chromium = h264('level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');
    const firefox = h264('profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1');
    for (const taken of [chromium, firefox]) expect(wantedCodecs([taken, ...video], 'video')).toEqual([video[4], taken, video[3]]);
    for (const left of ['packetization-mode=1;profile-level-id=42001f', 'packetization-mode=0;profile-level-id=42e01f', 'packetization-mode=1;profile-level-id=640c1f'])
      expect(wantedCodecs([h264(left)], 'video')).toEqual([]);
    const sound = [{ mimeType: 'audio/red' }, { mimeType: 'audio/opus' }];
    expect(wantedCodecs(sound, 'audio').map(c => c.mimeType)).toEqual(['audio/opus']);
    expect(wantedCodecs(sound, 'audio', 'recvonly').map(c => c.mimeType)).toEqual(['audio/opus', 'audio/red']);
  });
});

describe('the codec of pictures', () => {
  const line = (order: string) => `m=video 9 UDP/TLS/RTP/SAVPF ${order}\r\n`;
  const known = 'a=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\na=rtpmap:108 H264/90000\r\na=rtpmap:109 rtx/90000\r\n';
  const offered = `m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n${line('96 97 108 109')}${known}${line('96 97 108 109')}${known}m=video 0 UDP/TLS/RTP/SAVPF 96\r\n`;

  it('changes by what stands first in the answer that is set again', () => {
    const h264 = pictureFirst(offered, 'h264');
    expect(h264).toBe(offered.replaceAll('SAVPF 96 97 108', 'SAVPF 108 96 97'));
    expect(pictureFirst(h264, 'vp8')).toBe(offered.replaceAll('SAVPF 96 97 108', 'SAVPF 96 108 97')); // the place of retransmission says nothing
    expect(pictureFirst(offered, 'vp8')).toBe(offered);
    expect(pictureFirst(offered, undefined)).toBe(offered);
    expect(pictureFirst(answer, 'h264')).toBe(answer);
  });
});

describe('the line in a word', () => {
  const inbound = (received: number, lost: number) => ({ type: 'inbound-rtp', packetsReceived: received, packetsLost: lost });
  it('is weak with loss or a long way, lost without a connection', () => {
    const meter = new LineMeter();
    meter.sample([inbound(100, 0), { type: 'transport', bytesReceived: 1000, bytesSent: 0 }], 1000, true);
    const bad = meter.sample([inbound(190, 10), { type: 'transport', bytesReceived: 126_000, bytesSent: 0 }], 2000, true);
    expect(bad.loss).toBeCloseTo(0.1);
    expect(bad.down).toBeCloseTo(1_000_000);
    expect(lineWord(bad)).toBe('weak');
    expect(lineWord({ ...bad, loss: 0, rtt: 600 })).toBe('weak');
    expect(lineWord({ ...bad, loss: 0, rtt: 40 })).toBe('good');
    expect(lineWord({ ...bad, connected: false })).toBe('lost');
    expect(lineWord(undefined)).toBe('unknown');
  });

  it('knows what is lost on the way up from what was sent, and forgets it while nothing is', () => {
    const meter = new LineMeter();
    const way = (sent: number, lost: number) => [{ type: 'outbound-rtp', packetsSent: sent }, { type: 'remote-inbound-rtp', packetsLost: lost, fractionLost: 1 }];
    const upLoss = (count: number, sent: number, lost: number) => {
      let sample = 0;
      for (let i = 1; i <= count; i++) sample = meter.sample(way(all.sent += sent, all.lost += lost), (all.at += 2000), true).upLoss;
      return sample;
    };
    const all = { at: 0, sent: 0, lost: 0 };
    expect(upLoss(1, 16, 0)).toBe(0);
    expect(upLoss(1, 16, 2)).toBeLessThan(0.04); // one reading is not believed
    expect(upLoss(20, 16, 2)).toBeCloseTo(0.125, 2);
    expect(upLoss(20, 0, 0)).toBeLessThan(0.01); // muted, and the camera held back
    expect(upLoss(20, 2, 1)).toBeCloseTo(0.2, 2); // too few to tell
  });

  it('keeps counting bytes over a new connection', () => {
    const meter = new LineMeter();
    meter.sample([{ type: 'transport', bytesReceived: 5000, bytesSent: 1000 }], 1000, true);
    meter.restart();
    expect(meter.sample([{ type: 'transport', bytesReceived: 10, bytesSent: 0 }], 2000, true).totalBytes).toBe(6010);
  });
});

describe('bitrates', () => {
  it('is sent in three sizes, of each only what is watched, allowed and there', () => {
    const sent = (...args: Parameters<typeof cameraLayers>) => cameraLayers(...args).filter(l => l.active).map(l => l.rid).join('');
    expect(sent('full', 720, 3, 7)).toBe('qhf');
    expect(sent('full', 720, 3, 1)).toBe('q');
    expect(sent('full', 720, 3, 0)).toBe('');
    expect(sent('full', 720, 1, 7)).toBe('q'); // our way up carries no more
    expect(sent('full', 720, 0, 7)).toBe('');
    expect(sent('speaker', 720, 3, 7)).toBe('qh'); // who spares data sends less
    expect(sent('audio', 720, 3, 7)).toBe('q');
    expect(sent('full', 360, 3, 4)).toBe('h'); // the largest of a small camera is what is meant
    expect(sent('full', 120, 3, 7)).toBe('q');
  });

  it('has the same sizes whatever the camera gives', () => {
    expect(cameraLayers('full', 720, 3, 7).map(l => 720 / l.scaleResolutionDownBy)).toEqual([180, 360, 720]);
    expect(cameraLayers('full', 1080, 3, 7).map(l => 1080 / l.scaleResolutionDownBy)).toEqual([180, 360, 720]);
    expect(cameraLayers('speaker', 360, 3, 7).map(l => 360 / l.scaleResolutionDownBy)).toEqual([180, 360, 360]);
  });

  it('leave a shared screen a trickle where the way up is thin', () => {
    expect(screenLimits('full', 3)).toEqual({ maxBitrate: 900_000, maxFramerate: 8 });
    expect(screenLimits('full', 1)).toEqual(screenLimits('speaker', 3));
    expect(screenLimits('full', 0)).toEqual({ maxBitrate: 30_000, maxFramerate: 1 });
  });

  it('are measured from what came, and null when nothing did', async () => {
    let now = 0;
    const body = (bytes: number) => new ReadableStream<Uint8Array>({
      pull(controller) {
        if (bytes <= 0) return controller.close();
        now += 100;
        controller.enqueue(new Uint8Array(4000));
        bytes -= 4000;
      },
    });
    const rate = await measureRate(async bytes => body(bytes), () => now);
    expect(rate).toBeGreaterThan(200_000);
    expect(rate).toBeLessThan(500_000);
    const entered = new AbortController();
    const endless = () => new ReadableStream<Uint8Array>({ pull(controller) { now += 100; controller.enqueue(new Uint8Array(400)); if (now % 1000 < 100) entered.abort(); } });
    const begun = now;
    await measureRate(async (_, signal) => { const body = endless(); signal.addEventListener('abort', () => void body.cancel().catch(() => undefined)); return signal.aborted ? null : body.pipeThrough(new TransformStream(), { signal }); }, () => now, entered.signal);
    expect(now - begun).toBeLessThan(2500);
    expect(await measureRate(async () => { throw new Error('offline'); }, () => now)).toBeNull();
  });
});

describe('ways', () => {
  it('takes TCP candidates out of an answer, to be told later', () => {
    const udp = 'a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host';
    const tcp = 'a=candidate:2 1 tcp 1358954495 192.0.2.1 443 typ host tcptype passive';
    const { sdp, tcp: later } = withoutTcp(['v=0', udp, tcp, 'a=end-of-candidates', 'a=mid:0', ''].join('\r\n'));
    expect(sdp).toBe(['v=0', udp, 'a=mid:0', ''].join('\r\n'));
    expect(later).toEqual([tcp.slice(2)]);
  });

  it('reads the path from Chromium, Firefox and a relay', () => {
    const local = { id: 'l', type: 'local-candidate', protocol: 'tcp' };
    expect(pathOf([{ type: 'transport', selectedCandidatePairId: 'p' }, { id: 'p', type: 'candidate-pair', localCandidateId: 'l' }, local])).toBe('tcp');
    expect(pathOf([{ id: 'p', type: 'candidate-pair', selected: true, localCandidateId: 'l' } as never, { ...local, protocol: 'udp' }])).toBe('udp');
    expect(pathOf([{ id: 'p', type: 'candidate-pair', selected: true, localCandidateId: 'l' } as never, { ...local, protocol: 'udp', relayProtocol: 'tls' }])).toBe('tcp');
    expect(pathOf([local])).toBeUndefined();
  });
});
