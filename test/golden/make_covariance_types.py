"""Makes covarianceTypes.json: what scikit-learn 1.2.1 gets for mixtures of each covariance type on real speech.

Run with Debian's python3-sklearn: /usr/bin/python3 test/golden/make_covariance_types.py
The frames are frames.npy (make_frames.py). Every fit starts from given parameters and runs 20 iterations; the trace has
the lower bound of each, taken before its M-step as scikit-learn defines it.
"""

import json
import pathlib
import warnings

import numpy
import sklearn
from sklearn.mixture import GaussianMixture

assert sklearn.__version__ == "1.2.1", sklearn.__version__
warnings.simplefilter("ignore")

here = pathlib.Path(__file__).parent
iterations = 20
rows = 100


class Traced(GaussianMixture):
    def _compute_lower_bound(self, log_resp, log_prob_norm):
        bound = super()._compute_lower_bound(log_resp, log_prob_norm)
        self.__dict__.setdefault("trace", []).append(float(bound))
        return bound


def numbers(array):
    return [float(value) for value in numpy.ravel(array)]


def case(covariance_type, x, weights, means, covariances):
    fit = Traced(
        n_components=len(weights),
        covariance_type=covariance_type,
        weights_init=weights,
        means_init=means,
        precisions_init=inverse(covariances, covariance_type),
        max_iter=iterations,
        tol=0,
        random_state=0,
    ).fit(x)
    assert len(fit.trace) == iterations and fit.trace[-1] == fit.lower_bound_
    return {
        "covarianceType": covariance_type,
        "start": {"weights": numbers(weights), "means": numbers(means), "covariances": numbers(covariances)},
        "expected": {
            "weights": numbers(fit.weights_),
            "means": numbers(fit.means_),
            "covariances": numbers(fit.covariances_),
            "precisionsCholesky": numbers(fit.precisions_cholesky_),
            "lowerBounds": fit.trace,
            "aic": float(fit.aic(x)),
            "bic": float(fit.bic(x)),
            "responsibilities": numbers(fit.predict_proba(x[:rows])),
            "scores": numbers(fit.score_samples(x)),
        },
    }


def inverse(covariances, covariance_type):
    if covariance_type in ("full", "tied"):
        return numpy.linalg.inv(covariances)
    return 1 / covariances


x = numpy.load(here / "frames.npy").astype(float)
random = numpy.random.default_rng(20260101)
k = 8
means = x[random.choice(len(x), k, replace=False)]
weights = random.dirichlet(numpy.full(k, 5.0))
spread = numpy.cov(x.T)
scales = random.uniform(0.3, 1.2, size=k)
start = {
    "full": scales[:, None, None] * spread,
    "tied": 0.6 * spread,
    "diag": scales[:, None] * numpy.diag(spread),
    "spherical": scales * numpy.diag(spread).mean(),
}
cases = [case(covariance_type, x, weights, means, covariances) for covariance_type, covariances in start.items()]
golden = {"scikitLearn": sklearn.__version__, "iterations": iterations, "cases": cases}
text = json.dumps(golden, separators=(",", ":")).replace('{"covarianceType"', '\n{"covarianceType"')
(here / "covarianceTypes.json").write_text(text + "\n")
