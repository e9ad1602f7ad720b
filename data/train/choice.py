"""A conditional logit: weights under which the right one of several candidates is the likeliest (McFadden 1974)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Weights = dict[str, float]
# A feature must stand with this many candidates to be learned from.
RARE = 2
STEPS = 150


@dataclass(frozen=True, slots=True)
class Case:
    """The features of each candidate, and which of them are right."""

    candidates: list[list[str]]
    right: list[bool]


def fit(cases: Sequence[Case], *, restraint: float) -> Weights:
    """Return the weights of the features; ``restraint`` holds them near nought. Cases without a right candidate teach nothing."""
    cases = [case for case in cases if any(case.right)]
    seen = Counter(name for case in cases for features in case.candidates for name in set(features))
    columns = {name: i for i, name in enumerate(sorted(name for name, count in seen.items() if count >= RARE))}
    table = _table(cases, columns)
    starts = np.cumsum([0, *(len(case.candidates) for case in cases)])[:-1]
    of = np.repeat(np.arange(len(cases)), [len(case.candidates) for case in cases])
    right = np.array([r for case in cases for r in case.right], dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        everything, rightly = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts)
        slope = table.T @ (likely * right / rightly[of] - likely / everything[of])
        return restraint / 2 * weights @ weights - np.log(rightly / everything).sum(), restraint * weights - slope

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return {name: float(found.x[i]) for name, i in columns.items()}


def _table(cases: Sequence[Case], columns: dict[str, int]) -> csr_matrix:
    rows = [sorted({columns[name] for name in features if name in columns}) for case in cases for features in case.candidates]
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), len(columns)))


def score(weights: Weights, features: Sequence[str]) -> float:
    return sum(weights.get(name, 0.0) for name in dict.fromkeys(features))


def best(weights: Weights, case: Case) -> int:
    """Return the index of the likeliest candidate."""
    return max(range(len(case.candidates)), key=lambda i: score(weights, case.candidates[i]))
