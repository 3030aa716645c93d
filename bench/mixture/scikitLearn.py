# Runs what the measurements ask of scikit-learn: one job a line of JSON on stdin, one answer a line on stdout. The
# process stays, so that neither its start nor the reading of the frames is in any time.
import json
import sys
import time
import warnings

import numpy
import sklearn
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_info

warnings.simplefilter("ignore")
tables = {}


def load(job):
    x = numpy.fromfile(job["path"], "<f4").reshape(job["count"], job["dimensions"])
    tables[job["frames"]] = {"float32": x, "float64": x.astype("float64")}
    return {}


def frames_of(job):
    return tables[job["frames"]][job["precision"]]


def given(job):
    x = frames_of(job)
    d, k = x.shape[1], len(job["weights"])
    shape = (k, d, d) if job["covariance"] == "full" else (k, d)
    weights, means = numpy.array(job["weights"]), numpy.array(job["means"]).reshape(k, d)
    covariances = numpy.array(job["covariances"]).reshape(shape)
    precisions = numpy.linalg.inv(covariances) if job["covariance"] == "full" else 1 / covariances
    # Parameters in float64 would turn every product with float32 frames into one of float64, after a copy.
    return tuple(part.astype(x.dtype) for part in (weights, means, precisions))


class Timed(GaussianMixture):
    # scikit-learn runs k-means even when every parameter is given, and one more E-step after the last iteration for
    # the labels; the clock counts neither.
    def _initialize_parameters(self, X, random_state):
        self._initialize(X, numpy.full((len(X), self.n_components), 1 / self.n_components, X.dtype))
        self.bounds = []
        self.begin = time.perf_counter()

    def _compute_lower_bound(self, log_resp, log_prob_norm):
        bound = super()._compute_lower_bound(log_resp, log_prob_norm)
        self.end = time.perf_counter()
        self.bounds.append(float(bound))
        return bound


def em(job):
    weights, means, precisions = given(job)
    fit = Timed(
        len(weights),
        covariance_type=job["covariance"],
        weights_init=weights,
        means_init=means,
        precisions_init=precisions,
        max_iter=job["iterations"],
        tol=0.0,
    ).fit(frames_of(job))
    assert fit.n_iter_ == job["iterations"]
    return {"seconds": fit.end - fit.begin, "result": fit.bounds[-1], "iterations": fit.n_iter_}


def kmeans(job):
    x = frames_of(job)
    centers = numpy.array(job["centers"]).reshape(-1, x.shape[1]).astype(x.dtype)
    begin = time.perf_counter()
    fit = KMeans(
        len(centers), init=centers, n_init=1, algorithm="lloyd", max_iter=job["iterations"], tol=job["tolerance"]
    ).fit(x)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "result": float(fit.inertia_), "iterations": int(fit.n_iter_)}


def score(job):
    x = frames_of(job)
    weights, means, precisions = given(job)
    model = GaussianMixture(len(weights), covariance_type=job["covariance"])
    model.weights_, model.means_, model.precisions_cholesky_ = weights, means, numpy.sqrt(precisions)
    begin = time.perf_counter()
    for _ in range(job["iterations"]):
        scores = model.score_samples(x)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "result": float(scores.mean(dtype="float64")), "iterations": job["iterations"]}


def fit(job):
    x = frames_of(job)
    model = GaussianMixture(job["components"], covariance_type=job["covariance"], random_state=job["seed"])
    begin = time.perf_counter()
    model.fit(x)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "result": float(model.score(x)), "iterations": int(model.n_iter_)}


def version(_job):
    blas = [library["architecture"] for library in threadpool_info() if library["user_api"] == "blas"]
    return {"version": sklearn.__version__, "blas": ", ".join(blas)}


works = {"load": load, "em": em, "kmeans": kmeans, "score": score, "fit": fit, "version": version}
for line in sys.stdin:
    job = json.loads(line)
    print(json.dumps(works[job["work"]](job)), flush=True)
