using System.Buffers.Binary;

namespace Meetings.EndToEnd.Support.Lines;

/// <summary>
/// A voice that never pauses, as a WAV file for Chromium's fake microphone: a glottal tone through moving formants, four syllables a second.
/// The built-in beep is silent most of the time, and of silence nobody can say whether it was lost.
/// </summary>
internal static class VoiceFile
{
    private const int Rate = 48_000;
    private const int Seconds = 12;
    private static readonly Lazy<string> Made = new(Make);

    public static string Path => Made.Value;

    private static string Make()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"meetings-voice-{Environment.ProcessId}.wav");
        var file = new byte[44 + (Rate * Seconds * 2)];
        Header(file);
        var phase = 0.0;
        for (var i = 0; i < Rate * Seconds; i++)
        {
            var t = (double)i / Rate;
            var pitch = 125 + (25 * Math.Sin(2 * Math.PI * 0.7 * t)) + (8 * Math.Sin(2 * Math.PI * 5.1 * t));
            phase += 2 * Math.PI * pitch / Rate;
            var (first, second) = (450 + (250 * Math.Sin(2 * Math.PI * 2.3 * t)), 1500 + (600 * Math.Sin(2 * Math.PI * 1.7 * t)));
            var sound = 0.0;
            for (var harmonic = 1; harmonic <= 20; harmonic++)
            {
                var frequency = harmonic * pitch;
                sound += Math.Sin(harmonic * phase) * (Formant(frequency, first, 130) + (0.5 * Formant(frequency, second, 200)) + 0.02);
            }

            var syllable = 0.35 + (0.65 * Math.Pow(Math.Sin(Math.PI * 2 * t), 2));
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + (i * 2)), (short)Math.Clamp(sound * syllable * 6000, -30_000, 30_000));
        }

        File.WriteAllBytes(path, file);
        return path;
    }

    private static double Formant(double frequency, double centre, double width) => Math.Exp(-Math.Pow((frequency - centre) / width, 2));

    private static void Header(Span<byte> file)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16);
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], file.Length - 44);
    }
}
