"""Makes gammaFunctions.json: ln gamma and digamma by mpmath, 50 digits rounded to float64.

Run with Debian's python3-mpmath: /usr/bin/python3 test/golden/make_gamma_functions.py
"""

import json
import pathlib

import mpmath
import numpy

mpmath.mp.dps = 50
x = [*numpy.geomspace(1e-8, 1e8, 65), *numpy.linspace(0.25, 14.25, 57), 1.4616321449683622, 9.999999, 10.000001]
golden = [[float(v), float(mpmath.loggamma(float(v))), float(mpmath.digamma(float(v)))] for v in x]
pathlib.Path(__file__).with_name("gammaFunctions.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
