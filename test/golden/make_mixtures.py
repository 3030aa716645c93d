"""Makes mixtures.json: what scikit-learn 1.2.1 gets for diagonal mixtures fitted from given parameters.

Run with Debian's python3-sklearn: /usr/bin/python3 test/golden/make_mixtures.py
All frames are float32 values, so that both programs see the same numbers.
"""

import json
import pathlib
import warnings

import numpy
import sklearn
from sklearn.mixture import GaussianMixture

assert sklearn.__version__ == "1.2.1", sklearn.__version__
warnings.simplefilter("ignore")

PI = 4 * numpy.arctan(numpy.longdouble(1))


def case(name, frames, start_means, start_variances, start_weights=None, extended=False, **options):
    frames = numpy.asarray(frames, dtype=numpy.float32)
    k = len(start_means)
    weights = numpy.full(k, 1 / k) if start_weights is None else numpy.asarray(start_weights, dtype=float)
    means = numpy.asarray(start_means, dtype=float)
    variances = numpy.asarray(start_variances, dtype=float)
    x = frames.astype(numpy.float64)
    fit = GaussianMixture(
        n_components=k,
        covariance_type="diag",
        weights_init=weights,
        means_init=means,
        precisions_init=1 / variances,
        random_state=0,
        **options,
    ).fit(x)
    expected = {
        "weights": numbers(fit.weights_),
        "means": numbers(fit.means_),
        "covariances": numbers(fit.covariances_),
        "lowerBound": float(fit.lower_bound_),
        "iterations": int(fit.n_iter_),
        "converged": bool(fit.converged_),
        "scores": numbers(fit.score_samples(x)),
        "responsibilities": numbers(fit.predict_proba(x)[:20]),
        "bic": float(fit.bic(x)),
        "aic": float(fit.aic(x)),
    }
    if extended:
        expected.update(extended_fit(x, weights, means, variances, options["max_iter"]))
    return {
        "name": name,
        "options": {
            "tolerance": options.get("tol", 1e-3),
            "maxIterations": options.get("max_iter", 100),
            "regCovar": options.get("reg_covar", 1e-6),
        },
        "count": len(frames),
        "dimensions": frames.shape[1],
        "frames": numbers(frames),
        "start": {"weights": numbers(weights), "means": numbers(means), "covariances": numbers(variances)},
        "expected": expected,
    }


def extended_fit(x, weights, means, variances, iterations):
    """The same steps in 80-bit floats and centered: scikit-learn's raw moments lose digits far from the origin."""
    x, weights, means, variances = (numpy.asarray(a, dtype=numpy.longdouble) for a in (x, weights, means, variances))

    def joint():
        squares = ((x[:, None, :] - means) ** 2 / variances).sum(axis=2)
        return numpy.log(weights) - (x.shape[1] * numpy.log(2 * PI) + numpy.log(variances).sum(axis=1) + squares) / 2

    def log_sum(densities):
        best = densities.max(axis=1, keepdims=True)
        return best + numpy.log(numpy.exp(densities - best).sum(axis=1, keepdims=True))

    for _ in range(iterations):
        densities = joint()
        log_sums = log_sum(densities)
        r = numpy.exp(densities - log_sums)
        counts = r.sum(axis=0) + 10 * numpy.finfo(float).eps
        weights = counts / counts.sum()
        means = r.T @ x / counts[:, None]
        variances = (r[:, :, None] * (x[:, None, :] - means) ** 2).sum(axis=0) / counts[:, None] + 1e-6
    densities = joint()
    scores = log_sum(densities)
    parameters = len(weights) * (2 * x.shape[1] + 1) - 1
    return {
        "weights": numbers(weights),
        "means": numbers(means),
        "covariances": numbers(variances),
        "lowerBound": float(log_sums.mean()),
        "scores": numbers(scores),
        "responsibilities": numbers(numpy.exp(densities - scores)[:20]),
        "bic": float(-2 * scores.sum() + parameters * numpy.log(len(x))),
        "aic": float(-2 * scores.sum() + parameters * 2),
    }


def numbers(array):
    return [float(value) for value in numpy.ravel(array)]


def clusters(random, count, dimensions, k, spread):
    centers = random.normal(size=(k, dimensions)) * spread
    scales = random.uniform(0.5, 3, size=(k, dimensions))
    which = random.integers(k, size=count)
    return centers[which] + scales[which] * random.normal(size=(count, dimensions))


def from_frames(random, frames, k):
    """The textbook's start: random frames as means, the sample variance as every variance."""
    frames = numpy.asarray(frames, dtype=numpy.float32).astype(float)
    return frames[random.choice(len(frames), k, replace=False)], numpy.tile(frames.var(axis=0), (k, 1))


random = numpy.random.default_rng(20240229)
cases = []

frames = clusters(random, 300, 5, 4, 6)
cases.append(case("clusters apart", frames, *from_frames(random, frames, 4)))

frames = clusters(random, 400, 3, 6, 1)
cases.append(case("clusters that overlap, run to rest", frames, *from_frames(random, frames, 6), tol=1e-7, max_iter=400))

frames = clusters(random, 250, 13, 3, 5) * numpy.geomspace(100, 0.1, 13) + numpy.linspace(-3, 3, 13)
cases.append(case("columns of very different scale", frames, *from_frames(random, frames, 8), max_iter=12, tol=0.0))

frames = frames + 3000
name = "far from the origin, against 80-bit floats"
cases.append(case(name, frames, *from_frames(random, frames, 8), extended=True, max_iter=12, tol=0.0))

frames = clusters(random, 200, 4, 3, 4)
cases.append(case("regCovar that matters", frames, *from_frames(random, frames, 3), reg_covar=1.0))

frames = clusters(random, 150, 2, 2, 5)
means, variances = from_frames(random, frames, 3)
cases.append(case("unequal weights, cut short", frames, means, variances, [0.7, 0.2, 0.1], max_iter=3, tol=0.0))

frames = numpy.concatenate([clusters(random, 120, 3, 2, 4), numpy.zeros((60, 3))])
means, variances = from_frames(random, frames, 3)
means[2] = 0
cases.append(case("a third of the frames identical", frames, means, variances, max_iter=40, tol=1e-6))

frames = clusters(random, 64, 1, 1, 1)
cases.append(case("one component, one dimension", frames, *from_frames(random, frames, 1)))

text = json.dumps({"scikitLearn": sklearn.__version__, "cases": cases}, separators=(",", ":")).replace('{"name"', '\n{"name"')
pathlib.Path(__file__).with_name("mixtures.json").write_text(text + "\n")
