#!/usr/bin/env python3
"""Exact completion of synthetic matrices whose rank the command is not told.

    python3 Benchmarks/recovery.py [--lowrank PATH] [-n 300] [--rank 5] [--kappa 1,10,1e5]
                                   [--rho 1.5,2] [--least N] [--seeds 0:6] [--jobs N]
                                   [--json FILE] [--keep DIR]

An instance: X = U diag(s) Vᵀ with Gaussian U, V made orthonormal and s falling from 1 to 1/kappa
on a logarithmic scale; m = ⌊rho · rank · (2n − rank)⌋ entries drawn uniformly without replacement,
redrawn while a row or column has fewer than `--least` of them, by default `rank`. The error is ‖W − X‖ / ‖X‖ over all
entries in the Frobenius norm, from the saved model and the truth, through two thin QRs.
"""
from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

import command

ROOT = Path(__file__).resolve().parent.parent


class Instance:
    """The truth as thin factors, and the entries shown. The order of the random draws is part of
    the definition: a seed names the same instance everywhere."""

    def __init__(self, rows: int, columns: int, rank: int, kappa: float, rho: float, seed: int,
                 least: int):
        random = np.random.default_rng(seed)
        left = np.linalg.qr(random.standard_normal((rows, rank)))[0]
        self.right = np.linalg.qr(random.standard_normal((columns, rank)))[0]
        spectrum = np.logspace(0, -np.log10(kappa), rank) if kappa > 1 else np.ones(rank)
        self.left = left * spectrum
        self.norm = float(np.linalg.norm(spectrum))
        count = int(rho * rank * (rows + columns - rank))
        for _ in range(1000):
            i, j = np.divmod(random.choice(rows * columns, count, replace=False), columns)
            per_row, per_column = np.bincount(i, minlength=rows), np.bincount(j, minlength=columns)
            if min(per_row.min(), per_column.min()) >= least:
                break
        else:
            raise ValueError(f"1000 draws of {count} entries left a row or column short of {least}")
        order = np.lexsort((j, i))
        self.i, self.j = i[order], j[order]
        self.values = (self.left[self.i] * self.right[self.j]).sum(1)

    def write(self, directory: Path) -> None:
        """The entries as triplets, and the truth as factors whose product it is."""
        directory.mkdir(parents=True, exist_ok=True)
        command.write_triplets(directory / "entries.csv", self.i, self.j, self.values)
        np.savez(directory / "truth.npz", left=self.left, right=self.right)

    def relative_error(self, left: np.ndarray, right: np.ndarray) -> float:
        """‖left rightᵀ − X‖ / ‖X‖ without forming either matrix."""
        a = np.linalg.qr(np.concatenate([left, -self.left], axis=1))[1]
        b = np.linalg.qr(np.concatenate([right, self.right], axis=1))[1]
        return float(np.linalg.norm(a @ b.T)) / self.norm


def positions(ids) -> np.ndarray:
    """r12 or c12, as text or bytes, to 12."""
    texts = [x.decode() if isinstance(x, bytes) else str(x) for x in ids]
    return np.array([int(x[1:]) for x in texts])


def model_factors(path: Path, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """The model's W = L Rᵀ + row effects + column effects as two thin factors, in the order of
    the instance's rows and columns."""
    with np.load(path) as model:
        left, right = model["left"], model["right"]
        blocks = [[left], [right]]
        if "row_effects" in model:
            blocks[0].append(model["row_effects"].reshape(-1, 1))
            blocks[1].append(np.ones((len(right), 1)))
        if "column_effects" in model:
            blocks[0].append(np.ones((len(left), 1)))
            blocks[1].append(model["column_effects"].reshape(-1, 1))
        at_row, at_column = positions(model["row_ids"]), positions(model["column_ids"])
    if len(at_row) != rows or len(at_column) != columns:
        raise ValueError(f"the model is {len(at_row)} × {len(at_column)}, not {rows} × {columns}")
    whole = []
    for parts, order in zip(blocks, (at_row, at_column)):
        stacked = np.concatenate(parts, axis=1)
        sorted_rows = np.empty_like(stacked)
        sorted_rows[order] = stacked
        whole.append(sorted_rows)
    return whole[0], whole[1]


def solve(chosen, kappa: float, rho: float, seed: int) -> dict:
    instance = Instance(
        chosen.n, chosen.n, chosen.rank, kappa, rho, seed, chosen.least or chosen.rank)
    if chosen.keep:
        instance.write(chosen.keep / f"kappa{kappa:g}-rho{rho:g}-seed{seed}")
    with tempfile.TemporaryDirectory(prefix="lowrank-bench-") as name:
        data, model = Path(name) / "entries.csv", Path(name) / "model.npz"
        command.write_triplets(data, instance.i, instance.j, instance.values)
        outcome = command.run(
            chosen.lowrank, ["complete", str(data), "--json", "--model", str(model), "-q"],
            chosen.timeout)
        error, message = float("inf"), outcome.message
        if model.exists():
            try:
                error = instance.relative_error(*model_factors(model, chosen.n, chosen.n))
            except (KeyError, ValueError) as problem:
                message = f"the model cannot be read: {problem}"
    solved = error < chosen.tolerance
    # The report claims an exact answer by its method; a noisy answer claims its held-out error.
    claimed = outcome.exit_code == command.DONE and outcome.report.get("method") == "pursuit"
    return {
        "n": chosen.n, "true_rank": chosen.rank, "kappa": kappa, "rho": rho, "seed": seed,
        "error": error if np.isfinite(error) else None, "rank": outcome.report.get("rank"),
        "solved": bool(solved), "claimed": claimed, "false_claim": bool(claimed and not solved),
        "exit_code": outcome.exit_code, "seconds": outcome.seconds, "message": message,
    }


def table(results: list[dict]) -> str:
    lines = [
        "| n | rank | κ | ρ | solved | rank right | median error | median s "
        "| claimed | false claims |",
        "|---|---|---|---|---|---|---|---|---|---|"]
    for kappa, rho in dict.fromkeys((r["kappa"], r["rho"]) for r in results):
        cell = [r for r in results if (r["kappa"], r["rho"]) == (kappa, rho)]
        errors = [np.inf if r["error"] is None else r["error"] for r in cell]
        total = len(cell)
        lines.append(
            f"| {cell[0]['n']} | {cell[0]['true_rank']} | {kappa:g} | {rho:g} "
            f"| {sum(r['solved'] for r in cell)}/{total} "
            f"| {sum(r['rank'] == r['true_rank'] for r in cell)}/{total} "
            f"| {np.median(errors):.1e} | {np.median([r['seconds'] for r in cell]):.2f} "
            f"| {sum(r['claimed'] for r in cell)} | {sum(r['false_claim'] for r in cell)} |")
    return "\n".join(lines)


def options() -> argparse.Namespace:
    numbers = lambda text: [float(x) for x in text.split(",")]

    def seeds(text):
        first, _, last = text.partition(":")
        return list(range(int(first), int(last))) if last else [int(x) for x in text.split(",")]

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lowrank", default=str(ROOT / ".build/release/lowrank"))
    parser.add_argument("-n", type=int, default=300, help="rows and columns")
    parser.add_argument("--rank", type=int, default=5)
    parser.add_argument("--kappa", type=numbers, default=[1.0, 10.0, 1e5], help="condition numbers")
    parser.add_argument("--rho", type=numbers, default=[1.5, 2.0], help="entries per unknown")
    parser.add_argument("--least", type=int, help="entries in every line (default: the rank)")
    parser.add_argument("--seeds", type=seeds, default=list(range(6)), help="first:end or a,b,c")
    parser.add_argument("--tolerance", type=float, default=1e-6, help="solved: error below this")
    parser.add_argument("--jobs", type=int, default=1, help="runs of the command at a time")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one run")
    parser.add_argument("--json", type=Path, help="write every run to this file")
    parser.add_argument("--keep", type=Path, help="write every instance into this directory")
    chosen = parser.parse_args()
    if not Path(chosen.lowrank).exists():
        parser.error(f"{chosen.lowrank} does not exist; run 'make build' or name it with --lowrank")
    return chosen


def main() -> int:
    chosen = options()

    def one(task):
        result = solve(chosen, *task)
        error = "none" if result["error"] is None else f"{result['error']:.1e}"
        print(f"kappa {task[0]:g} rho {task[1]:g} seed {task[2]}: error {error}, rank "
              f"{result['rank']}, exit {result['exit_code']}, {result['seconds']:.2f} s",
              file=sys.stderr, flush=True)
        return result

    tasks = [(k, r, s) for k in chosen.kappa for r in chosen.rho for s in chosen.seeds]
    with ThreadPoolExecutor(chosen.jobs) as pool:
        results = list(pool.map(one, tasks))
    print(table(results))
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
