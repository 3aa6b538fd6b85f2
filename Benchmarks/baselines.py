"""Two baselines for a table with gaps, numpy only: row and column effects, and ridge ALS."""
from __future__ import annotations

import numpy as np


def rmse(prediction, truth, cells) -> float:
    return float(np.sqrt(np.mean((prediction[cells] - truth[cells]) ** 2)))


def effects(values, visible, ridge=3.0, sweeps=15):
    """mean + row effect + column effect, each effect shrunk as if `ridge` further cells were 0."""
    mean = values[visible].mean()
    centred = np.where(visible, values - mean, 0.0)
    row_counts, column_counts = visible.sum(1), visible.sum(0)
    weights = visible.astype(float)
    rows, columns = np.zeros(values.shape[0]), np.zeros(values.shape[1])
    for _ in range(sweeps):
        rows = (centred.sum(1) - weights @ columns) / (row_counts + ridge)
        columns = (centred.sum(0) - rows @ weights) / (column_counts + ridge)
    return mean + rows[:, None] + columns[None, :]


def ridge_als(target, visible, rank, ridge, sweeps=20, seed=0):
    """Minimises Σ visible (target − U Vᵀ)² + ridge (Σ nᵢ ‖uᵢ‖² + Σ nⱼ ‖vⱼ‖²) by alternating."""
    weights = visible.astype(np.float32)
    known = np.where(visible, target, 0.0).astype(np.float32)
    right = 0.1 * np.random.default_rng(seed).standard_normal((target.shape[1], rank))
    right = right.astype(np.float32)

    def solve(weights, known, other):
        outer = (other[:, :, None] * other[:, None, :]).reshape(len(other), rank * rank)
        gram = (weights @ outer).reshape(-1, rank, rank)
        counts = np.maximum(weights.sum(1), 1.0)
        gram += (ridge * counts)[:, None, None] * np.eye(rank, dtype=np.float32)
        return np.linalg.solve(gram, (known @ other)[:, :, None])[:, :, 0]

    for _ in range(sweeps):
        left = solve(weights, known, right)
        right = solve(weights.T, known.T, left)
    return left.astype(float) @ right.astype(float).T


def fit_als(values, visible, rank, ridge, protocol):
    """One ALS fit in the scaling the protocol asks for; the prediction is in the table's units."""
    if protocol.offset == "row-scale":
        squares = np.where(protocol.train, values, 0.0) ** 2
        scale = np.sqrt(squares.sum(1) / np.maximum(protocol.train.sum(1), 1))[:, None] + 1e-12
        scaled = values / scale
        return scale * ridge_als(scaled, visible, rank, ridge, protocol.als_sweeps)
    base = np.zeros(values.shape)
    if protocol.offset == "effects":
        base = effects(values, visible, protocol.effects_ridge)
    deviation = np.std((values - base)[visible]) + 1e-12
    residual = (values - base) / deviation
    return base + deviation * ridge_als(residual, visible, rank, ridge, protocol.als_sweeps)


def tuned_als(protocol, ranks=(1, 2, 3, 5, 8, 12, 20, 30)):
    """ALS with rank and ridge picked on the validation cells, refitted on all visible cells."""
    values = np.nan_to_num(protocol.values)
    best = (np.inf, 0, 0.0)
    for ridge in protocol.ridges:
        rising, lowest = 0, np.inf
        for rank in ranks:
            if rank > min(values.shape) // 2 or rising >= 2:
                break
            fit = fit_als(values, protocol.train, rank, ridge, protocol)
            error = rmse(fit, values, protocol.validation)
            best = min(best, (error, rank, ridge))
            rising = rising + 1 if error > lowest else 0
            lowest = min(lowest, error)
    fit = fit_als(values, protocol.visible, best[1], best[2], protocol)
    return rmse(fit, values, protocol.test), best[1], best[2]
