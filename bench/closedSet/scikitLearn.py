"""Mixtures by scikit-learn, one a label, on features that another program has written.

Usage: scikitLearn.py FOLDER PART COMPONENTS: FOLDER holds train, test and quiet with NAME.npy of frames x columns, and of a
NAME such as 7_jackson_32 the PARTth piece is the label. Prints how many of test and of quiet are answered rightly, as JSON.
"""

import json
import os
import sys
import warnings

import numpy
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

warnings.simplefilter("ignore", ConvergenceWarning)


def recordings(folder, part):
    for name in sorted(os.listdir(folder)):
        frames = numpy.load(os.path.join(folder, name)).astype(numpy.float64)
        if len(frames) > 0:
            yield name.split("_")[part], frames


def main():
    folder, part, components = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    training = {}
    for label, frames in recordings(os.path.join(folder, "train"), part):
        training.setdefault(label, []).append(frames)
    labels = sorted(training)
    mixtures = [
        GaussianMixture(components, covariance_type="diag", random_state=0).fit(numpy.concatenate(training[label]))
        for label in labels
    ]
    counts = {}
    for asked in ("test", "quiet"):
        answers = [
            labels[int(numpy.argmax([mixture.score(frames) for mixture in mixtures]))] == label
            for label, frames in recordings(os.path.join(folder, asked), part)
        ]
        counts[asked] = {"right": int(sum(answers)), "asked": len(answers)}
    print(json.dumps(counts))


main()
