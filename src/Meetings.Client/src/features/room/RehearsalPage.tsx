import './catalogue';
import './rehearsal.catalogue';
import { useEffect, useRef, useState } from 'preact/hooks';
import { time } from '../../lib/dates';
import { language, t, type Key } from '../../lib/i18n';
import { canChooseSpeaker, openCamera, openMicrophone, remember } from '../../media/devices';
import { measureRate } from '../../media/lineTest';
import { measureUp, tryMedia } from '../../media/lineTrial';
import { Button, ButtonLink } from '../../ui/Button';
import { Notice, Problem } from '../../ui/Notice';
import { useAction } from '../../ui/useAction';
import { useLoad, useTitle } from '../../ui/use';
import type { MeetingDetails, PartState, RehearsalInput, RehearsalKept } from '../../wire/contracts';
import { asRefused, get, post, refusalText, sendBytes, stream } from '../../wire/http';
import { probe } from '../../wire/hubProbe';
import { session } from '../accounts';
import { DeviceSelect, Level, Preview, SpeakerTest, Trouble, useDeviceLists, useTrack } from './deviceParts';
import { CallIcon } from './icons';
import { figures, inputOf, mediaLasts, parts, verdictLooks, wayOf, type Measured } from './rehearsal';
import './rehearsal.css';
import './room.css';

/** A place tries everything it needs for a meeting, and tells the secretary. */
export default function RehearsalPage({ id }: { id: string }) {
  useTitle(t('rehearsal.title'));
  const meeting = useLoad(() => get<MeetingDetails>(`/api/meetings/${id}`), id);
  const microphone = useTrack(() => openMicrophone());
  const camera = useTrack(() => openCamera('full'));
  const lists = useDeviceLists(`${microphone.track?.id}${camera.track?.id}`);
  const [voiceHeard, setVoiceHeard] = useState(false);
  const [played, setPlayed] = useState(false);
  const [speaker, setSpeaker] = useState<PartState>('unknown');
  const [step, setStep] = useState<{ name: 'down' | 'up' | 'media'; seconds: number } | null>(null);
  const [measured, setMeasured] = useState<Measured | null>(null);
  const [kept, setKept] = useState<{ at: Date; answer: RehearsalKept } | null>(null);
  const saving = useAction();
  const over = useRef(new AbortController());
  useEffect(() => {
    void microphone.open();
    void camera.open();
    return () => over.current.abort();
  }, []);

  // Read when the result is sent, not when the button was pressed: who reads aloud and tries the loudspeaker meanwhile has done so.
  const devices = useRef<Record<'camera' | 'microphone' | 'speaker', PartState>>(null!);
  devices.current = {
    camera: camera.track ? 'good' : camera.problem ? 'failed' : 'unknown',
    microphone: microphone.track ? (voiceHeard ? 'good' : 'weak') : microphone.problem ? 'failed' : 'unknown',
    speaker,
  };
  const input = (line: Measured): RehearsalInput => inputOf(line, devices.current, navigator.userAgent);
  const save = (line: Measured) => saving.run(async () => {
    const answer = await post<RehearsalKept>(`/api/meetings/${id}/rehearsals`, input(line));
    setKept({ at: new Date(), answer });
  });
  const run = async () => {
    setKept(null);
    setStep({ name: 'down', seconds: 0 });
    const down = await measureRate((bytes, signal) => stream(`/api/linktest?bytes=${bytes}`, signal), undefined, over.current.signal);
    setStep({ name: 'up', seconds: 0 });
    const up = await measureUp((bytes, signal) => sendBytes('/api/linktest', bytes, signal), undefined, over.current.signal);
    if (over.current.signal.aborted) return;
    const ends = Date.now() + mediaLasts;
    const tick = setInterval(() => setStep({ name: 'media', seconds: Math.max(0, Math.ceil((ends - Date.now()) / 1000)) }), 500);
    const media = await tryMedia((offer) => probe(offer, mediaLasts + 8000), microphone.track, mediaLasts, over.current.signal)
      .catch(() => ({ udp: null, tcp: null, roundTrip: null, loss: null })).finally(() => clearInterval(tick));
    if (over.current.signal.aborted) return;
    const line = { down, up, ...media };
    setMeasured(line);
    setStep(null);
    await save(line);
  };
  return (
    <main class="page stack rehearsal" data-test="rehearsal">
      <div class="stack-tight">
        <h1>{t('rehearsal.title')}</h1>
        {meeting.value && <p><strong>{meeting.value.title}</strong>, {time(meeting.value.start, meeting.value.zone)}</p>}
        <p class="muted">{t('rehearsal.intro')}</p>
      </div>
      {meeting.error && <Problem text={refusalText(asRefused(meeting.error))} onRetry={() => void meeting.reload()} />}
      <section class="card stack">
        <h2>{t('rehearsal.devices')}</h2>
        <div class="rehearsal-devices">
          <div class="stack-tight">
            <div class="picture rehearsal-picture">
              {camera.track ? <Preview track={camera.track} /> : <p class="picture-off"><CallIcon name="camOff" size={40} /><span>{t('check.cameraOff')}</span></p>}
            </div>
            {lists.camera.length > 1 && <DeviceSelect kind="camera" label={t('check.camera')} list={lists.camera} onChange={(x) => { remember('camera', x); void camera.open(); }} />}
            {!camera.track && <div class="row"><Button busy={camera.busy} onClick={() => void camera.open()}>{t('check.cameraOn')}</Button></div>}
            <Trouble kind="camera" problem={camera.problem} />
          </div>
          <div class="stack">
            <div class="stack-tight">
              <DeviceSelect kind="microphone" label={t('check.microphone')} list={lists.microphone} onChange={(x) => { remember('microphone', x); void microphone.open(); }} />
              {microphone.track ? <Level track={microphone.track} onHeard={() => setVoiceHeard(true)} /> : <div class="row"><Button busy={microphone.busy} onClick={() => void microphone.open()}>{t('check.microphoneTry')}</Button></div>}
              <Trouble kind="microphone" problem={microphone.problem} />
            </div>
            <div class="stack-tight">
              {canChooseSpeaker() && lists.speaker.length > 0 && <DeviceSelect kind="speaker" label={t('check.speaker')} list={lists.speaker} onChange={(x) => { remember('speaker', x); lists.refresh(); }} />}
              <div class="row"><SpeakerTest onPlayed={() => setPlayed(true)} /></div>
              {played && (
                <div role="group" aria-label={t('rehearsal.speakerAsk')} class="stack-tight">
                  <p>{t('rehearsal.speakerAsk')}</p>
                  <div class="row">
                    <Button pressed={speaker === 'good'} onClick={() => setSpeaker('good')}>{t('rehearsal.heard')}</Button>
                    <Button pressed={speaker === 'failed'} onClick={() => setSpeaker('failed')}>{t('rehearsal.notHeard')}</Button>
                  </div>
                </div>
              )}
            </div>
          </div>
        </div>
      </section>
      <section class="card stack-tight">
        <h2>{t('rehearsal.line')}</h2>
        <p>{t('rehearsal.lineText')}</p>
        <div class="row"><Button kind="primary" busy={!!step} onClick={() => void run()}>{t(measured ? 'rehearsal.again' : 'rehearsal.start')}</Button></div>
        <p role="status">{step && t(`rehearsal.step.${step.name}`, { seconds: step.seconds })}</p>
      </section>
      {measured && !step && (
        <section class="card stack" data-test="rehearsal-result">
          <h2>{t('rehearsal.result')}</h2>
          {saving.error && <Problem text={refusalText(asRefused(saving.error))} />}
          {kept && <Outcome answer={kept.answer} />}
          <dl class="rehearsal-facts">
            {figures(measured, language.value).map(([key, value]) => <div key={key}><dt>{t(key)}</dt><dd class="number">{value ?? t('rehearsal.notMeasured')}</dd></div>)}
            <div><dt>{t('rehearsal.way')}</dt><dd>{t(`rehearsal.way.${wayOf(measured)}`)}</dd></div>
            {parts(input(measured)).map(([name, state]) => <div key={name}><dt>{t(`rehearsal.${name}`)}</dt><dd>{t(`rehearsal.part.${state}`)}</dd></div>)}
          </dl>
          <p role="status">{kept && t('rehearsal.saved', { time: time(kept.at) })}</p>
          <div class="row">
            <Button busy={saving.busy} onClick={() => void save(measured)}>{t('rehearsal.saveAgain')}</Button>
            {session.value?.user?.kind !== 'guest' && <ButtonLink href={`/meetings/${id}`} icon="left">{t('rehearsals.back')}</ButtonLink>}
          </div>
        </section>
      )}
    </main>
  );
}

function Outcome({ answer }: { answer: RehearsalKept }) {
  const [tone] = verdictLooks[answer.verdict];
  if (answer.verdict === 'missing') return null;
  return (
    <Notice tone={tone}>
      <p><strong>{t(`rehearsal.verdict.${answer.verdict}`)}.</strong> {t(`rehearsal.say.${answer.verdict}`)}</p>
      {answer.problems.length > 0 && <ul>{answer.problems.map((p) => <li key={p}>{t(`rehearsal.problem.${p}` as Key)}</li>)}</ul>}
    </Notice>
  );
}
