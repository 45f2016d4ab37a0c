"""The arithmetic of a pooled estimate: random effects by REML, Knapp-Hartung, prediction interval, tau² and I².

PyMARE gives the between-study variance and the Knapp-Hartung standard error, SciPy the quantiles of t. Both come with
``pip install PyMARE`` and are imported when somebody pools something.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadArgument, Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALL = "pip install PyMARE"
_LEVEL = 0.975
#: Half the width of a 95 % interval, in standard errors.
HALF_WIDTH = NormalDist().inv_cdf(_LEVEL)
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Combined:
    """Effects put together, on the scale they came on.

    Attributes:
        estimate: the mean of the effects that studies such as these have.
        error: its standard error, after Knapp and Hartung.
        low, high: its 95 % interval.
        from_, to: the 95 % prediction interval: where the effect of one more such study would lie.
        tau2: variance between the studies.
        i2: share of the variance that lies between the studies, in percent.
        weights: of the effects, in percent, in their order.
        narrower: whether Knapp-Hartung made the interval narrower than the usual standard error would.
    """

    estimate: float
    error: float
    low: float
    high: float
    from_: float
    to: float
    tau2: float
    i2: float
    weights: tuple[float, ...]
    narrower: bool


def combine(effects: Sequence[float], errors: Sequence[float]) -> Combined:
    """Put effects together with random effects.

    Args:
        effects: one a study, all on one scale; ratios as their logarithms.
        errors: their standard errors, above 0.

    Returns:
        The estimate. I² is that of Higgins and Thompson, from tau² and the typical variance within a study; the prediction
        interval has the degrees of freedom of Knapp-Hartung, as in metafor.

    Raises:
        BadArgument: fewer than two effects, as many errors as effects are not there, or a number is none to reckon with.
        Unavailable: PyMARE is not installed.

    Example:
        >>> found = combine([-0.3, -0.1, -0.2], [0.1, 0.1, 0.1])
        >>> f"{found.estimate:.3f} [{found.low:.3f} to {found.high:.3f}], I2 {found.i2:.0f} %"
        '-0.200 [-0.448 to 0.048], I2 0 %'
    """
    values, spread = [float(each) for each in effects], [float(each) for each in errors]
    if len(values) < _FEWEST or len(values) != len(spread):
        raise BadArgument(f"pooling takes two effects or more, each with its standard error, not {len(values)}")
    if not all(map(math.isfinite, (*values, *spread))) or min(spread) <= 0:
        raise BadArgument("an effect is a finite number, and its standard error one above 0")
    # In one order, so that what they were listed in cannot change the last digit.
    order = sorted(range(len(values)), key=lambda place: (values[place], spread[place]))
    ordered = [values[place] for place in order]
    variances = [spread[place] ** 2 for place in order]
    estimate, error, tau2 = _fitted(ordered, variances)
    shares = [1 / (variance + tau2) for variance in variances]
    usual = 1 / math.sqrt(sum(shares))
    # Effects that agree to the last digit leave Knapp-Hartung nothing to see: the usual error stands in for its 0.
    narrower = error < usual * (1 - 1e-9)
    error = error if error > 0 else usual
    reach = _quantile(len(values) - 1)
    beyond = reach * math.sqrt(error**2 + tau2)
    by_place = dict(zip(order, shares, strict=True))
    return Combined(
        estimate=estimate,
        error=error,
        low=estimate - reach * error,
        high=estimate + reach * error,
        from_=estimate - beyond,
        to=estimate + beyond,
        tau2=tau2,
        i2=100 * tau2 / (tau2 + _typical(variances)),
        weights=tuple(100 * by_place[place] / sum(shares) for place in range(len(values))),
        narrower=narrower,
    )


def _fitted(effects: list[float], variances: list[float]) -> tuple[float, float, float]:
    """Mean, its standard error after Knapp and Hartung, and the variance between studies by REML."""
    numpy, dataset, estimator = _library()
    # Variances far from 1 are brought there: the search for tau² looks around the size of the numbers.
    unit = math.sqrt(sorted(variances)[len(variances) // 2])
    column = numpy.array([[each / unit] for each in effects])
    data = dataset(y=column, v=numpy.array([[each / unit**2] for each in variances]))
    with numpy.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = estimator(method="REML", small_sample_correction="knapp-hartung", xtol=1e-12)
        found = fit.fit_dataset(data).summary()
    error = float(found.fe_se[0, 0])
    tau2 = max(0.0, float(numpy.ravel(found.tau2)[0]))
    return float(found.fe_params[0, 0]) * unit, (error if math.isfinite(error) else 0.0) * unit, tau2 * unit**2


def _typical(variances: list[float]) -> float:
    weights = [1 / each for each in variances]
    return (len(weights) - 1) * sum(weights) / (sum(weights) ** 2 - sum(each**2 for each in weights))


def _quantile(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, _LEVEL))


def available() -> bool:
    """Tell whether the library is installed.

    Returns:
        Whether something can be pooled here.
    """
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("pymare", "scipy"))


def _library() -> tuple[Any, Any, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # PyMARE leaves a file of its own open for a moment
            import numpy as np
            from pymare import Dataset
            from pymare.estimators import VarianceBasedLikelihoodEstimator
    except ImportError:
        raise Unavailable(f"pooling needs the package PyMARE; install it with: {INSTALL}") from None
    return np, Dataset, VarianceBasedLikelihoodEstimator
