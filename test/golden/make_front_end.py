"""Makes frontEnd.npz: the cepstra that librosa, Kaldi and HTK would have computed, worked out anew with NumPy.

Run from the root of a checkout with Debian's python3-scipy and sox, on a machine with the Free Spoken Digit Dataset:
    /usr/bin/python3 test/golden/make_front_end.py ../shared/data/fsdd/recordings
None of the three tools is in Debian. Each is therefore written down here from its published sources, step by step and
in its own order, in float64 and without a look at this program's code. Where HTK's own numbers are at hand, the
definition is held to them:
    /usr/bin/python3 test/golden/make_front_end.py --hcopy FOLDER
with the folder src/feat/test_data of Kaldi's sources, in which test.wav.fea_htk.1 to 6 were made by HCopy of HTK 3.4.
Where librosa is installed, the values made before are held to librosa:
    python3 test/golden/make_front_end.py --librosa

The signals of 16 bits stand beside the values, but for the words of the dataset, which are read from where it lies.
"""

import pathlib
import subprocess
import sys

import numpy
import scipy
import scipy.fftpack
import scipy.io.wavfile
import scipy.signal

here = pathlib.Path(__file__).parent
samples = here.parent.parent / "resources" / "samples"


# --- librosa 0.10.2: librosa.feature.mfcc(y=y, sr=sr) -------------------------------------------------------------


def librosa(integers, rate):
    """librosa/core/spectrum.py (stft, power_to_db), librosa/filters.py (mel), librosa/feature/spectral.py (mfcc)."""
    y = integers / 32768.0
    n_fft, hop, n_mels, n_mfcc, amin, top_db = 2048, 512, 128, 20, 1e-10, 80.0
    y = numpy.pad(y, n_fft // 2)  # center=True, pad_mode="constant"
    window = scipy.signal.get_window("hann", n_fft, fftbins=True)
    starts = range(0, len(y) - n_fft + 1, hop)
    power = numpy.array([abs(numpy.fft.rfft(window * y[start : start + n_fft])) ** 2 for start in starts]).T
    mel = slaney_basis(rate, n_fft, n_mels) @ power
    decibels = 10.0 * numpy.log10(numpy.maximum(amin, mel)) - 10.0 * numpy.log10(max(amin, 1.0))
    decibels = numpy.maximum(decibels, decibels.max() - top_db)
    return scipy.fftpack.dct(decibels, axis=0, type=2, norm="ortho")[:n_mfcc].T


def slaney_basis(rate, n_fft, n_mels):
    linear_step, bend_hz, log_step = 200.0 / 3, 1000.0, numpy.log(6.4) / 27.0

    def hz_to_mel(hz):
        return hz / linear_step if hz < bend_hz else bend_hz / linear_step + numpy.log(hz / bend_hz) / log_step

    def mel_to_hz(mel):
        bend_mel = bend_hz / linear_step
        return mel * linear_step if mel < bend_mel else bend_hz * numpy.exp(log_step * (mel - bend_mel))

    corners = numpy.array([mel_to_hz(mel) for mel in numpy.linspace(0.0, hz_to_mel(rate / 2), n_mels + 2)])
    bins = numpy.fft.rfftfreq(n_fft, 1 / rate)
    weights = numpy.zeros((n_mels, len(bins)))
    for i in range(n_mels):
        rising = (bins - corners[i]) / (corners[i + 1] - corners[i])
        falling = (corners[i + 2] - bins) / (corners[i + 2] - corners[i + 1])
        weights[i] = numpy.maximum(0, numpy.minimum(rising, falling)) * 2.0 / (corners[i + 2] - corners[i])
    return weights


# --- Kaldi: compute-mfcc-feats --dither=0 -------------------------------------------------------------------------


def kaldi(integers, rate):
    """src/feat/feature-window.cc (ProcessWindow), mel-computations.cc (MelBanks), feature-mfcc.cc (Compute)."""
    length, shift = int(rate * 0.001 * 25.0), int(rate * 0.001 * 10.0)
    padded = next_power_of_two(length)
    epsilon = float(numpy.finfo(numpy.float32).eps)
    bins, ceps, lifter = 23, 13, 22.0
    at = numpy.arange(length)
    povey = (0.5 - 0.5 * numpy.cos(2 * numpy.pi * at / (length - 1))) ** 0.85
    banks = kaldi_banks(rate, padded, bins, 20.0, rate / 2)
    k = numpy.arange(1, ceps)[:, None]
    n = numpy.arange(bins)[None, :]
    dct = numpy.vstack(
        [numpy.full((1, bins), numpy.sqrt(1 / bins)), numpy.sqrt(2 / bins) * numpy.cos(numpy.pi / bins * (n + 0.5) * k)]
    )
    lifters = 1.0 + 0.5 * lifter * numpy.sin(numpy.pi * numpy.arange(ceps) / lifter)
    rows = []
    for r in range(1 + (len(integers) - length) // shift):  # snip-edges=true
        frame = integers[r * shift : r * shift + length].astype(float)
        frame = frame - frame.sum() / length
        log_energy = numpy.log(max(frame @ frame, epsilon))  # raw-energy=true
        emphasized = frame.copy()
        emphasized[1:] -= 0.97 * frame[:-1]
        emphasized[0] -= 0.97 * frame[0]
        power = abs(numpy.fft.rfft(emphasized * povey, padded)) ** 2
        log_mel = numpy.log(numpy.maximum(banks @ power, epsilon))
        feature = (dct @ log_mel) * lifters
        feature[0] = log_energy  # use-energy=true
        rows.append(feature)
    return numpy.array(rows)


def kaldi_banks(rate, padded, count, low_hz, high_hz):
    def mel_of(hz):
        return 1127.0 * numpy.log(1.0 + hz / 700.0)

    low, high = mel_of(low_hz), mel_of(high_hz)
    delta = (high - low) / (count + 1)
    banks = numpy.zeros((count, padded // 2 + 1))
    for band in range(count):
        left, center, right = low + band * delta, low + (band + 1) * delta, low + (band + 2) * delta
        for i in range(padded // 2):
            mel = mel_of(rate / padded * i)
            if left < mel <= center:
                banks[band, i] = (mel - left) / (center - left)
            elif center < mel < right:
                banks[band, i] = (right - mel) / (right - center)
    return banks


# --- HTK 3.4: HCopy -----------------------------------------------------------------------------------------------


def htk(
    integers,
    rate,
    numchans=26,
    preemcoef=0.97,
    usepower=False,
    lofreq=-1.0,
    hifreq=-1.0,
    cepstra=12,
    lifter=22,
    energy=False,
    orders=0,
):
    """HTKLib/HSigP.c (InitFBank, Wave2FBank, FBank2MFCC, WeightCepstrum), HParm.c, HWave.c; The HTK Book 3.4, chapter 5.

    The columns of MFCC_0, or with `energy` of MFCC_E without ENORMALISE; with `orders` 2 those of _D_A.
    """
    period = 1e7 / rate
    length, shift = int(250000.0 / period), int(100000.0 / period)
    at = numpy.arange(length)
    hamming = 0.54 - 0.46 * numpy.cos(2 * numpy.pi * at / (length - 1))
    shares, padded = htk_shares(length, int(period), numchans, lofreq, hifreq)
    j = numpy.arange(1, cepstra + 1)[:, None]
    k = numpy.arange(1, numchans + 1)[None, :]
    cosines = numpy.sqrt(2 / numchans) * numpy.cos(numpy.pi * j / numchans * (k - 0.5))
    lifters = 1.0 + lifter / 2 * numpy.sin(numpy.pi * numpy.arange(1, cepstra + 1) / lifter)
    rows = []
    for r in range(1 + (len(integers) - length) // shift):
        raw = integers[r * shift : r * shift + length].astype(float)
        emphasized = raw.copy()
        emphasized[1:] -= preemcoef * raw[:-1]
        emphasized[0] *= 1 - preemcoef
        spectrum = abs(numpy.fft.rfft(emphasized * hamming, padded))
        if usepower:
            spectrum = spectrum**2
        fbank = numpy.log(numpy.maximum(shares @ spectrum, 1.0))
        last = numpy.log(raw @ raw) if energy else numpy.sqrt(2 / numchans) * fbank.sum()
        rows.append(numpy.append((cosines @ fbank) * lifters, last))
    columns = [numpy.array(rows)]
    for _ in range(orders):
        columns.append(regression(columns[-1], 2))
    return numpy.hstack(columns)


def htk_shares(length, period, numchans, lofreq, hifreq):
    """Each bin gives a share of itself to the channel that peaks below it, and the rest to the one that peaks above."""
    padded = next_power_of_two(length)
    half = padded // 2
    resolution = 1e7 / (period * padded * 700.0)

    def mel_of_bin(bin):
        return 1127 * numpy.log(1 + bin * resolution)

    first, last = 1, half - 1
    low, high = 0.0, mel_of_bin(half)
    if lofreq >= 0:
        low = 1127 * numpy.log(1 + lofreq / 700.0)
        first = max(1, int(lofreq * period * 1e-7 * padded + 2.5) - 1)
    if hifreq >= 0:
        high = 1127 * numpy.log(1 + hifreq / 700.0)
        last = min(half - 1, int(hifreq * period * 1e-7 * padded + 0.5) - 1)
    centers = low + (high - low) * numpy.arange(numchans + 2) / (numchans + 1)
    shares = numpy.zeros((numchans + 2, half + 1))
    for bin in range(first, last + 1):
        mel = mel_of_bin(bin)
        above = 1
        while above <= numchans and centers[above] < mel:
            above += 1
        lower = (centers[above] - mel) / (centers[above] - centers[above - 1])
        shares[above - 1, bin] = lower
        shares[above, bin] = 1 - lower
    return shares[1:-1], padded


def regression(columns, window):
    """HTK Book 3.4, eq. 5.16, the first and the last frame repeated."""
    count = len(columns)
    at = numpy.arange(count)
    slopes = numpy.zeros_like(columns)
    for theta in range(1, window + 1):
        slopes += theta * (columns[numpy.minimum(at + theta, count - 1)] - columns[numpy.maximum(at - theta, 0)])
    return slopes / (2 * sum(theta**2 for theta in range(1, window + 1)))


def check_hcopy(folder):
    """Compares `htk` with what HCopy itself wrote for a second of speech, by the options of hcopy1.conf and so on."""
    rate, integers = scipy.io.wavfile.read(folder / "test.wav")
    plain = {"numchans": 23, "usepower": True, "lofreq": 0.0, "hifreq": 8000.0, "orders": 2}
    cases = {
        1: {**plain, "preemcoef": 0.0},
        2: {**plain, "preemcoef": 0.0, "energy": True},
        3: {**plain, "preemcoef": 0.0, "energy": True, "lofreq": 20.0},
        4: {**plain, "energy": True},
        6: {**plain, "numchans": 24, "lofreq": 125.0, "hifreq": 7800.0},
    }
    for number, options in cases.items():
        content = (folder / f"test.wav.fea_htk.{number}").read_bytes()
        count = int.from_bytes(content[:4], "big")
        by_hcopy = numpy.frombuffer(content[12:], ">f4").reshape(count, -1)
        ours = htk(integers, rate, **options)
        assert ours.shape == by_hcopy.shape, (ours.shape, by_hcopy.shape)
        farthest = abs(ours - by_hcopy).max()
        print(f"hcopy{number}.conf: {count} frames x {ours.shape[1]}, farthest apart by {farthest:.2g}")


def check_librosa():
    import librosa as installed

    values = numpy.load(here / "frontEnd.npz")
    for key in (key for key in values.files if key.startswith("signal/")):
        name = key.removeprefix("signal/")
        y = (values[key] / 32768).astype("f4")
        by_librosa = installed.feature.mfcc(y=y, sr=int(name.split()[-2])).T
        farthest = abs(by_librosa - values[f"librosa/{name}"]).max()
        print(f"librosa {installed.__version__}, {name}: farthest apart by {farthest:.2g}")


# ------------------------------------------------------------------------------------------------------------------


def next_power_of_two(length):
    padded = 2
    while padded < length:
        padded *= 2
    return padded


def flac(path, seconds):
    raw = subprocess.run(["sox", "-D", str(path), "-t", "s16", "-L", "-"], check=True, capture_output=True).stdout
    return numpy.frombuffer(raw, "<i2")[: int(seconds * 16000)]


def to_22050_hz(integers):
    """Rounded to 16 bits again."""
    return numpy.round(scipy.signal.resample_poly(integers.astype(float), 441, 320)).clip(-32768, 32767).astype("<i2")


def chirp(rate):
    """From 40 Hz to just below half the rate, then digital silence, then a tone of three steps of the converter."""
    time = numpy.arange(rate) / rate
    swept = 12000 * scipy.signal.chirp(time, 40, 1.0, 0.48 * rate, method="logarithmic")
    quiet = 3 * numpy.sin(2 * numpy.pi * 440 * time[: rate // 4])
    return numpy.round(numpy.concatenate([swept, numpy.zeros(rate // 4), quiet])).astype("<i2")


def main(words):
    robert = flac(samples / "robert" / "4-clock.flac", 1.5)
    agnes = flac(samples / "agnes" / "2-honey.flac", 1.0)
    kept = {
        "sentence at 16000 Hz": robert,
        "voice at 16000 Hz": agnes,
        "sentence at 22050 Hz": to_22050_hz(robert),
        "chirp at 8000 Hz": chirp(8000),
        "chirp at 16000 Hz": chirp(16000),
        "chirp at 44100 Hz": chirp(44100)[: 44100 // 4],
    }
    spoken = {name: scipy.io.wavfile.read(words / name) for name in ("3_jackson_7.wav", "8_nicolas_7.wav")}
    assert all(rate == 8000 for rate, _ in spoken.values())
    signals = {**kept, **{f"{name} at 8000 Hz": integers for name, (_, integers) in spoken.items()}}
    arrays = {f"signal/{name}": integers.astype("<i4") for name, integers in kept.items()}
    for name, integers in signals.items():
        rate = int(name.split()[-2])
        arrays[f"librosa/{name}"] = librosa(integers, rate).astype("<f4")
        arrays[f"kaldi/{name}"] = kaldi(integers, rate).astype("<f4")
        arrays[f"htk/{name}"] = htk(integers, rate, orders=2).astype("<f4")
    row_major = {name: numpy.ascontiguousarray(array) for name, array in arrays.items()}
    numpy.savez_compressed(here / "frontEnd.npz", **row_major)
    print(f"{len(arrays)} arrays, {(here / 'frontEnd.npz').stat().st_size} bytes")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--hcopy"]:
        check_hcopy(pathlib.Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--librosa"]:
        check_librosa()
    else:
        main(pathlib.Path(sys.argv[1]))
