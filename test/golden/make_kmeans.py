"""Makes kmeans.json: what scikit-learn 1.2.1 gets for k-means on real speech, from given centers.

Run with Debian's python3-sklearn: /usr/bin/python3 test/golden/make_kmeans.py
The frames are frames.npy (make_frames.py). Centers and inertia are those after so many rounds of Lloyd's algorithm, or
when no label changes any more.
"""

import json
import pathlib
import warnings

import numpy
import sklearn
from sklearn.cluster import KMeans

assert sklearn.__version__ == "1.2.1", sklearn.__version__
warnings.simplefilter("ignore")

here = pathlib.Path(__file__).parent


def numbers(array):
    return [float(value) for value in numpy.ravel(array)]


def case(name, x, centers, rounds):
    fit = KMeans(len(centers), init=centers, n_init=1, max_iter=rounds, tol=0, algorithm="lloyd").fit(x)
    return {
        "name": name,
        "rounds": rounds,
        "start": numbers(centers),
        "expected": {
            "iterations": int(fit.n_iter_),
            "centers": numbers(fit.cluster_centers_),
            "inertia": float(fit.inertia_),
            "labels": [int(label) for label in fit.labels_],
        },
    }


x = numpy.load(here / "frames.npy").astype(float)
random = numpy.random.default_rng(20260102)
centers = x[random.choice(len(x), 12, replace=False)]
astray = centers.copy()
astray[5] += 1e4
cases = [
    case("cut short after 5 rounds", x, centers, 5),
    case("run to rest", x, centers, 300),
    case("a center without frames, 1 round", x, astray, 1),
    case("a center without frames, run to rest", x, astray, 300),
]
assert cases[1]["expected"]["iterations"] < 300
golden = {"scikitLearn": sklearn.__version__, "cases": cases}
text = json.dumps(golden, separators=(",", ":")).replace('{"name"', '\n{"name"')
(here / "kmeans.json").write_text(text + "\n")
