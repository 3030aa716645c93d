"""Makes tables.json: what scikit-learn 1.2.1 gets for mixtures of each covariance type on the Old Faithful table.

Run with Debian's python3-sklearn: /usr/bin/python3 test/golden/make_tables.py
The rows are resources/tables/old-faithful.csv, in float64 as they are written there: float32 would change most of them.
Every fit starts from given parameters and runs 20 iterations; the trace has the lower bound of each, taken before its
M-step as scikit-learn defines it.
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
table = here.parent.parent / "resources" / "tables" / "old-faithful.csv"
iterations = 20


class Traced(GaussianMixture):
    def _compute_lower_bound(self, log_resp, log_prob_norm):
        bound = super()._compute_lower_bound(log_resp, log_prob_norm)
        self.__dict__.setdefault("trace", []).append(float(bound))
        return bound


def case(x, covariance_type, weights, means, covariances):
    inverse = {"full": numpy.linalg.inv, "tied": numpy.linalg.inv}.get(covariance_type, lambda c: 1 / c)
    fit = Traced(
        len(weights),
        covariance_type=covariance_type,
        tol=0,
        max_iter=iterations,
        weights_init=weights,
        means_init=means,
        precisions_init=inverse(covariances),
    ).fit(x)
    return {
        "covarianceType": covariance_type,
        "start": {"weights": weights.tolist(), "means": means.tolist(), "covariances": covariances.tolist()},
        "weights": fit.weights_.tolist(),
        "means": fit.means_.tolist(),
        "covariances": fit.covariances_.tolist(),
        "lowerBounds": fit.trace,
        "logLikelihood": float(fit.score(x)),
        "aic": float(fit.aic(x)),
        "bic": float(fit.bic(x)),
        "labels": fit.predict(x).tolist(),
    }


x = numpy.loadtxt(table, delimiter=",", skiprows=1)
weights = numpy.array([0.5, 0.3, 0.2])
means = x[[0, 1, 2]]
whole = numpy.cov(x.T, bias=True)
variances = numpy.diag(whole)
cases = [
    case(x, "full", weights, means, numpy.array([whole] * 3)),
    case(x, "tied", weights, means, whole),
    case(x, "diag", weights, means, numpy.array([variances] * 3)),
    case(x, "spherical", weights, means, numpy.array([variances.mean()] * 3)),
]
document = {"iterations": iterations, "cases": cases}
(here / "tables.json").write_text(json.dumps(document) + "\n")
