"""Makes frames.npy: 1,500 frames of 13 cepstral coefficients from this program's own extraction of the sample voices.

Run from the root of a built checkout: /usr/bin/python3 test/golden/make_frames.py
It imports resources/samples into a project of its own, extracts with 13 coefficients (c0 among them), and takes frames
of speech at even steps through the recordings in the order of their paths. Nothing else of the golden values depends on
the program: the other scripts read frames.npy.
"""

import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile

import numpy

here = pathlib.Path(__file__).parent
root = here.parent.parent
count = 1500


def cepstra(*arguments):
    environment = {**os.environ, "CEPSTRA_HOME": str(scratch / "home")}
    subprocess.run(["node", str(root / "bin" / "cepstra.js"), *arguments], check=True, cwd=root, env=environment)


def speech_frames(project):
    database = sqlite3.connect(project / "project.db")
    rows = database.execute(
        "SELECT path, content_hash, recipe_hash, speech FROM recordings JOIN features USING (content_hash) ORDER BY path"
    ).fetchall()
    for path, content_hash, recipe_hash, speech in rows:
        frames = numpy.load(project / "features" / content_hash[:2] / f"{content_hash[:32]}-{recipe_hash}.npy")
        assert frames.dtype == numpy.float32 and len(frames) == len(speech), path
        yield frames[numpy.frombuffer(speech, dtype=numpy.uint8) == 1]


with tempfile.TemporaryDirectory() as folder:
    scratch = pathlib.Path(folder)
    project = scratch / "project"
    recipe = scratch / "recipe.json"
    recipe.write_text(json.dumps({"coefficients": 13, "energy": "c0"}))
    cepstra("new", str(project))
    cepstra("import", str(project), str(root / "resources" / "samples"))
    cepstra("extract", str(project), "--recipe", str(recipe))
    frames = numpy.concatenate(list(speech_frames(project)))

chosen = frames[(numpy.arange(count) * len(frames)) // count]
assert chosen.shape == (count, 13), chosen.shape
numpy.save(here / "frames.npy", chosen)
print(f"{len(frames)} frames of speech, {count} of them taken; {len(numpy.unique(chosen, axis=0))} differ")
