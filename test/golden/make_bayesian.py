"""Makes bayesian.json: what scikit-learn 1.2.1 gets for variational Bayesian mixtures on real speech.

Run with Debian's python3-sklearn: /usr/bin/python3 test/golden/make_bayesian.py
The frames are frames.npy (make_frames.py). Every fit starts from the responsibilities in responsibilities.npy, which this
script makes as well, and runs 20 iterations; the trace has the lower bound of each (of all frames together, without the
constant terms, as scikit-learn defines it).
"""

import json
import pathlib
import warnings

import numpy
import sklearn
from sklearn.mixture import BayesianGaussianMixture

assert sklearn.__version__ == "1.2.1", sklearn.__version__
warnings.simplefilter("ignore")

here = pathlib.Path(__file__).parent
iterations = 20
rows = 100


class Given(BayesianGaussianMixture):
    def _initialize_parameters(self, X, random_state):
        self._initialize(X, responsibilities)

    def _compute_lower_bound(self, log_resp, log_prob_norm):
        bound = super()._compute_lower_bound(log_resp, log_prob_norm)
        self.__dict__.setdefault("trace", []).append(float(bound))
        return bound


def numbers(array):
    return [float(value) for value in numpy.ravel(array)]


def case(name, x, covariance_type, weight_prior, priors):
    fit = Given(
        n_components=responsibilities.shape[1],
        covariance_type=covariance_type,
        weight_concentration_prior_type=f"dirichlet_{weight_prior}",
        max_iter=iterations,
        tol=0,
        **{
            "weight_concentration_prior": priors.get("weightConcentration"),
            "mean_precision_prior": priors.get("meanPrecision"),
            "mean_prior": priors.get("mean"),
            "degrees_of_freedom_prior": priors.get("degreesOfFreedom"),
            "covariance_prior": priors.get("covariance"),
        },
    ).fit(x)
    assert len(fit.trace) == iterations and fit.trace[-1] == fit.lower_bound_
    return {
        "name": name,
        "covarianceType": covariance_type,
        "weightPrior": weight_prior,
        "priors": {key: value if numpy.isscalar(value) else numbers(value) for key, value in priors.items()},
        "expected": {
            "weights": numbers(fit.weights_),
            "means": numbers(fit.means_),
            "covariances": numbers(fit.covariances_),
            "precisionsCholesky": numbers(fit.precisions_cholesky_),
            "meanPrecision": numbers(fit.mean_precision_),
            "degreesOfFreedom": numbers(fit.degrees_of_freedom_),
            "weightConcentration": numbers(fit.weight_concentration_),
            "lowerBounds": fit.trace,
            "responsibilities": numbers(fit.predict_proba(x[:rows])),
            "scores": numbers(fit.score_samples(x[:rows])),
        },
    }


x = numpy.load(here / "frames.npy").astype(float)
random = numpy.random.default_rng(20260103)
k = 8
# Every frame mostly belongs to the nearest of eight others, and a little to everybody.
others = x[random.choice(len(x), k, replace=False)]
nearest = ((x[:, None, :] - others) ** 2).sum(axis=2).argmin(axis=1)
responsibilities = 0.8 * numpy.eye(k)[nearest] + 0.2 * random.dirichlet(numpy.ones(k), size=len(x))
numpy.save(here / "responsibilities.npy", responsibilities)

cases = [
    case(f"{covariance_type}, Dirichlet {weight_prior}", x, covariance_type, weight_prior, {})
    for covariance_type in ("full", "tied", "diag", "spherical")
    for weight_prior in ("process", "distribution")
]
given = {"weightConcentration": 20.0, "meanPrecision": 3.5, "mean": x[0], "degreesOfFreedom": 17.5}
covariances = {"full": 2 * numpy.cov(x[:300].T), "tied": 900 * numpy.eye(13), "diag": x[:300].var(axis=0), "spherical": 7.0}
weight_priors = {"full": "distribution", "tied": "process", "diag": "distribution", "spherical": "process"}
for covariance_type, covariance in covariances.items():
    priors = {**given, "covariance": covariance}
    cases.append(case(f"{covariance_type}, given priors", x, covariance_type, weight_priors[covariance_type], priors))

golden = {"scikitLearn": sklearn.__version__, "iterations": iterations, "cases": cases}
text = json.dumps(golden, separators=(",", ":")).replace('{"name"', '\n{"name"')
(here / "bayesian.json").write_text(text + "\n")
