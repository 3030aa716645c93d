#!/usr/bin/env bash
# Speaks the sample sentences with every sample voice and writes one FLAC file each, 16 kHz mono 16 bit, into a folder
# per voice beside this script. Needs espeak-ng, flite and sox:
#   apt-get install espeak-ng flite sox
# The files in the repository were made with espeak-ng 1.51, flite 2.2 and sox 14.4.2 on Debian 12.
set -euo pipefail
cd "$(dirname "$0")"

# Folder, program, voice, words a minute (espeak-ng) or stretch (flite).
voices='
agnes    espeak-ng  en-us+Annie               165
angus    flite      awb                       1.0
boris    espeak-ng  en-gb+boris               160
clara    espeak-ng  en-gb-x-rp+belinda        175
fiona    espeak-ng  en-gb-scotland+f3         170
gene     espeak-ng  en-us+Gene                180
hazel    espeak-ng  en-us+whisperf            170
kevin    flite      kal16                     0.95
michael  espeak-ng  en-us-nyc+Michael         165
robert   flite      rms                       0.9
susan    flite      slt                       1.0
walter   espeak-ng  en-029+klatt4             170
'

sentences='
harbor    The boat left the harbor before sunrise.
honey     Please put seven jars of honey on the shelf.
valley    A warm wind blew across the valley.
clock     She told me the old clock runs too fast.
owls      Why do owls keep so quiet at night?
bread     Fresh bread costs less in the village.
string    He measured the room with a piece of string.
thunder   Thunder rolled over the hills all evening.
'

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

while read -r folder program voice speed; do
  [ -n "$folder" ] || continue
  mkdir -p "$folder"
  number=0
  while read -r slug sentence; do
    [ -n "$slug" ] || continue
    number=$((number + 1))
    if [ "$program" = flite ]; then
      flite -voice "$voice" --setf duration_stretch="$speed" -t "$sentence" -o "$scratch/spoken.wav"
    else
      espeak-ng -v "$voice" -s "$speed" -w "$scratch/spoken.wav" "$sentence"
    fi
    # No dither and a peak of -3 dB: the same input gives the same bytes, and no voice is told by its level alone.
    sox -D "$scratch/spoken.wav" -r 16000 -c 1 -b 16 "$folder/$number-$slug.flac" gain -n -3
  done <<<"$sentences"
done <<<"$voices"
