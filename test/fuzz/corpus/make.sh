#!/bin/sh
# Makes the seeds that test/audio/fixtures lacks. Needs sox (with MP3) and ffmpeg; the files are kept, so nothing that
# runs needs either. Every file: a fifth of a second of tones, small, since mutations should hit what is read.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
sox -R -n -r 8000 -c 1 -b 16 "$work/mono.wav" synth 0.2 sine 1000 sine 400 remix 1v0.4,2v0.3
sox -R -n -r 16000 -c 2 -b 24 "$work/stereo.wav" synth 0.2 sine 1000 sine 2500 remix 1v0.5 2v0.25
sox -R -n -r 8000 -c 6 -b 16 "$work/six.wav" synth 0.1 sine 300-900 sine 500 sine 600 sine 700 sine 800 sine 900 gain -12
quiet="-v error -y -fflags +bitexact -flags:a +bitexact"
tags="-metadata title=Tones -metadata artist=Nobody -metadata comment=$(printf 'x%.0s' $(seq 200))"

sox -R "$work/mono.wav" signed.au
sox -R "$work/mono.wav" -e mu-law mulaw.au
sox -R "$work/mono.wav" -e float -b 32 float.au
sox -R "$work/mono.wav" signed.sph
sox -R "$work/mono.wav" -e mu-law mulaw.sph
sox -R "$work/stereo.wav" stereo.w64
sox -R "$work/stereo.wav" extensible.wav
sox -R "$work/mono.wav" -e float -b 64 double.wav
sox -R "$work/six.wav" six.wav
sox -R "$work/stereo.wav" wide.aiff
ffmpeg $quiet -i "$work/mono.wav" $tags tagged.wav
ffmpeg $quiet -i "$work/stereo.wav" $tags deep.flac
ffmpeg $quiet -i "$work/six.wav" six.flac
ffmpeg $quiet -i "$work/stereo.wav" $tags -c:a libmp3lame -q:a 5 tagged.mp3
ffmpeg $quiet -i "$work/stereo.wav" -c:a mp2 -b:a 64k layer2.mp2
ffmpeg $quiet -i "$work/stereo.wav" $tags -c:a libvorbis -q:a 1 -page_duration 50000 tagged.ogg
ffmpeg $quiet -i "$work/mono.wav" $tags -c:a libopus -b:a 24k -page_duration 50000 tagged.opus
ffmpeg $quiet -i "$work/mono.wav" -c:a flac -f ogg "$work/first.oga"
cat "$work/first.oga" "$work/first.oga" > chained.oga
cat tagged.opus tagged.opus > chained.opus
ffmpeg $quiet -i "$work/stereo.wav" $tags -c:a alac lossless.m4a
ffmpeg $quiet -i "$work/stereo.wav" -c:a aac -b:a 48k -movflags frag_keyframe+empty_moov fragments.m4a
