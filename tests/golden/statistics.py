"""Golden values of the statistics, from SciPy and statsmodels (run: python statistics.py > statistics.json)."""

import json

import numpy as np
import scipy
from scipy import stats

try:
    from statsmodels.stats.multitest import multipletests

    def holm(p):
        return list(multipletests(p, method="holm")[1])

except ImportError:  # the same step-down procedure, spelt out

    def holm(p):
        order = np.argsort(p)
        steps = np.maximum.accumulate([(len(p) - i) * p[j] for i, j in enumerate(order)])
        adjusted = np.empty(len(p))
        adjusted[order] = np.minimum(steps, 1)
        return list(adjusted)


accuracies = [0.9731, 0.9688, 0.9745, 0.9702, 0.9719]
others = [0.9655, 0.9672, 0.9611, 0.9690, 0.9648]
interval = stats.t.interval(0.95, 4, np.mean(accuracies), stats.sem(accuracies))
p_values = [0.0101, 0.0300, 0.0042, 0.2000, 0.0125, 0.0300]

pooled = np.sqrt((np.var(accuracies, ddof=1) + np.var(others, ddof=1)) / 2)
print(
    json.dumps(
        {
            "made with": f"scipy {scipy.__version__}",
            "studentCdf": [
                [t, df, stats.t.cdf(t, df)]
                for t in (-4.2, -0.3, 0.7, 2.0, 12.5)
                for df in (1, 2.5, 4, 30, 1000, 1e6)
            ],
            "studentQuantile": [
                [p, df, stats.t.ppf(p, df)]
                for p in (0.005, 0.3, 0.9, 0.975, 0.9995)
                for df in (1, 2.5, 4, 30, 1000, 1e6)
            ],
            "meanInterval": {"values": accuracies, "low": interval[0], "high": interval[1]},
            "holm": {"p": p_values, "adjusted": holm(p_values)},
            "hedgesG": {
                "first": accuracies,
                "second": others,
                "g": (np.mean(accuracies) - np.mean(others)) / pooled * (1 - 3 / (4 * 8 - 1)),
            },
            # Exact McNemar's test: so many pairs for the one, so many for the other.
            "signTest": [
                [m, n, stats.binomtest(m, m + n).pvalue] for m, n in ((8, 2), (15, 4), (30, 22), (7, 7))
            ],
            "wilson": [
                [k, n, *stats.binomtest(k, n).proportion_ci(0.95, method="wilson")]
                for k, n in ((8, 10), (97, 100), (0, 50), (4321, 10000))
            ],
        }
    )
)
