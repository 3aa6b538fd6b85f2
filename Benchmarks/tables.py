#!/usr/bin/env python3
"""Completes real tables with the command `lowrank` and scores the cells it never saw.

    python3 Benchmarks/tables.py [--lowrank PATH] [--data DIR] [--sets a,b] [--masks K]
                                 [--als] [--jobs N] [--json FILE] [--list] [--check]

Each set is written as a file with gaps, exactly as Benchmarks/protocols.py describes it, and
completed by `lowrank complete FILE -o … --intervals 0.9 --model … --json -q`, with no other option.
"""
from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The two fits below are small: one BLAS thread, so that a run beside them is not disturbed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

import command
from baselines import effects, fit_als, rmse, tuned_als
from protocols import PROTOCOLS, Protocol

ROOT = Path(__file__).resolve().parent.parent
LEVEL = 0.9
AGREES = 1e-3  # relative difference at which a recomputed reference counts as reproduced


def complete(lowrank: str, protocol: Protocol, folder: Path, timeout: float):
    """One run of the command: its outcome, and prediction, lower and upper as full matrices."""
    shown, shape = protocol.visible, protocol.values.shape
    suffix = "npy" if protocol.triplets else "csv"
    source, filled = folder / "data.csv", folder / f"filled.{suffix}"
    cells = np.nonzero(shown)
    if protocol.triplets:
        command.write_triplets(source, *cells, protocol.values[shown])
    else:
        command.write_table(source, protocol.values, shown)
    outcome = command.run(
        lowrank,
        ["complete", str(source), "-o", str(filled), "--intervals", str(LEVEL),
         "--model", str(folder / "model.npz"), "--json", "-q"], timeout)

    def read(name: str):
        path = folder / name
        if not path.exists():
            return None
        if protocol.triplets:
            return command.read_dense(path, *cells, shape)
        return command.read_table(path)

    bounds = (read(f"filled.{side}.{suffix}") for side in ("lower", "upper"))
    return outcome, read(filled.name), *bounds


def score(lowrank: str, name: str, seed: int, data: Path, with_als: bool, timeout: float) -> dict:
    """Everything the table shows of one set under one mask."""
    protocol = PROTOCOLS[name](data, seed)
    values, test = np.nan_to_num(protocol.values), protocol.test
    base = effects(values, protocol.visible, protocol.effects_ridge)
    result = {
        "set": name, "seed": seed, "rows": values.shape[0], "columns": values.shape[1],
        "visible": int(protocol.visible.sum()), "hidden": int(test.sum()),
        "effects_rmse": rmse(base, values, test),
    }
    if seed == 0:
        result["reference_effects_rmse"] = protocol.effects
        result["reference_als_rmse"] = protocol.als
    if with_als:
        error, rank, ridge = tuned_als(protocol)
        result["als"] = {"rmse": error, "rank": rank, "ridge": ridge}
    with tempfile.TemporaryDirectory(prefix="lowrank-bench-") as folder:
        outcome, filled, lower, upper = complete(lowrank, protocol, Path(folder), timeout)
    result |= {"exit_code": outcome.exit_code, "seconds": outcome.seconds}
    if filled is None or filled.shape != values.shape:
        result["failure"] = outcome.message or "no filled table was written"
        return result
    report = outcome.report
    # A row or column whose every cell is hidden is unknown to the command: its effect is 0.
    unnamed = test & np.isnan(filled)
    if protocol.triplets:
        filled = np.where(np.isnan(filled), base, filled)
    error = rmse(filled, values, test)
    result |= {
        "rmse": error, "unnamed": int(unnamed.sum()), "rank": report.get("rank"),
        "method": report.get("method"), "warnings": report.get("warnings", []),
    }
    held_out = report.get("heldout", {}).get("rmse")
    if held_out is not None:
        result["heldout_over_true"] = held_out / error
    if lower is not None and upper is not None:
        told = test & ~np.isnan(lower) & ~np.isnan(upper)
        inside = (protocol.values[told] >= lower[told]) & (protocol.values[told] <= upper[told])
        result["coverage"] = float(inside.mean())
        result["reported_coverage"] = report.get("intervals", {}).get("coverage")
        result["width_over_rmse"] = float((upper - lower)[told].mean() / error)
    return result


def number(x, form=".4g") -> str:
    return "–" if x is None else format(x, form)


def documented_table(results: list[dict]) -> str:
    lines = [
        "| set | shape | hidden | RMSE | row + col | / row + col | ALS | / ALS | rank | coverage "
        "| held-out / true | s |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|"]
    for r in results:
        shape = f"{r['rows']} × {r['columns']}"
        if "failure" in r:
            reason = r["failure"].splitlines()[-1]
            lines.append(
                f"| {r['set']} | {shape} | {r['hidden']} | exit {r['exit_code']}: {reason} |")
            continue
        error, als = r["rmse"], r["reference_als_rmse"]
        flag = "" if r["exit_code"] == command.DONE else f" (exit {r['exit_code']})"
        lines.append(
            f"| {r['set']}{flag} | {shape} | {r['hidden']} | {error:.4g} | {r['effects_rmse']:.4g} "
            f"| {error / r['effects_rmse']:.3f} | {als:.4g} | {error / als:.3f} | {r['rank']} "
            f"| {number(r.get('coverage'), '.3f')} | {number(r.get('heldout_over_true'), '.3f')} "
            f"| {r['seconds']:.1f} |")
    return "\n".join(lines)


def fresh_table(results: list[dict]) -> str:
    lines = [
        "| set | masks | RMSE / row + col: mean (lowest–highest) | ALS / row + col: mean "
        "| RMSE / ALS: mean (highest) | coverage | held-out / true |",
        "|---|---|---|---|---|---|---|"]
    for name in dict.fromkeys(r["set"] for r in results):
        done = [r for r in results if r["set"] == name and "failure" not in r]
        failed = sum(r["set"] == name for r in results) - len(done)
        if not done:
            lines.append(f"| {name} | 0 ({failed} failed) |")
            continue
        ours = np.array([r["rmse"] / r["effects_rmse"] for r in done])
        als = np.array([r["als"]["rmse"] / r["effects_rmse"] for r in done])
        ratio = ours / als
        middle = {
            key: np.mean([r[key] for r in done if r.get(key) is not None] or [np.nan])
            for key in ("coverage", "heldout_over_true")}
        lines.append(
            f"| {name} | {len(done)}{f' ({failed} failed)' if failed else ''} "
            f"| {ours.mean():.3f} ({ours.min():.3f}–{ours.max():.3f}) | {als.mean():.3f} "
            f"| {ratio.mean():.3f} ({ratio.max():.3f}) | {middle['coverage']:.3f} "
            f"| {middle['heldout_over_true']:.3f} |")
    return "\n".join(lines)


def check(names: list[str], data: Path) -> bool:
    """Recomputes both reference figures of every set: is the protocol the documented one?"""
    print("| set | shape | hidden | row + col: recomputed / documented "
          "| ALS: recomputed / documented |  |\n|---|---|---|---|---|---|")
    fine = True
    for name in names:
        protocol = PROTOCOLS[name](data, 0)
        values = np.nan_to_num(protocol.values)
        shown, test = protocol.visible, protocol.test
        base = rmse(effects(values, shown, protocol.effects_ridge), values, test)
        als = rmse(fit_als(values, shown, *protocol.als_choice, protocol), values, test)
        same = abs(base / protocol.effects - 1) < AGREES and abs(als / protocol.als - 1) < AGREES
        fine &= same
        print(
            f"| {name} | {values.shape[0]} × {values.shape[1]} | {int(test.sum())} "
            f"| {base:.4g} / {protocol.effects:.4g} | {als:.4g} / {protocol.als:.4g} "
            f"| {'same' if same else 'DIFFERS'} |", flush=True)
    return fine


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lowrank", default=str(ROOT / ".build/release/lowrank"))
    parser.add_argument("--data", type=Path, default=os.environ.get("LOWRANK_DATA"))
    parser.add_argument("--sets", default=",".join(PROTOCOLS), help="comma-separated names")
    parser.add_argument("--masks", type=int, default=0, help="fresh masks, not the documented one")
    parser.add_argument("--als", action="store_true", help="also tune ALS on the documented mask")
    parser.add_argument("--jobs", type=int, default=1, help="runs of the command at a time")
    parser.add_argument("--timeout", type=float, default=3600, help="seconds for one run")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--list", action="store_true", help="name the sets and stop")
    parser.add_argument("--check", action="store_true", help="recompute the references and stop")
    chosen = parser.parse_args()
    chosen.names = [n.strip() for n in chosen.sets.split(",") if n.strip()]
    unknown = [n for n in chosen.names if n not in PROTOCOLS]
    if unknown:
        parser.error(f"no set is called {unknown[0]}; --list names them")
    if chosen.data is None and not chosen.list:
        parser.error("name the folder of the data sets: --data DIR or LOWRANK_DATA")
    if not chosen.list and not chosen.check and not Path(chosen.lowrank).exists():
        parser.error(f"{chosen.lowrank} does not exist; run 'make build' or name it with --lowrank")
    return chosen


def main() -> int:
    chosen = options()
    if chosen.list:
        print("\n".join(chosen.names))
        return 0
    data = Path(chosen.data)
    if chosen.check:
        return 0 if check(chosen.names, data) else 1
    seeds = list(range(1, chosen.masks + 1)) or [0]
    with_als = chosen.als or chosen.masks > 0

    def one(task):
        name, seed = task
        result = score(chosen.lowrank, name, seed, data, with_als, chosen.timeout)
        print(f"{name} {seed}: {result['seconds']:.1f} s, exit {result['exit_code']}",
              file=sys.stderr, flush=True)
        return result

    tasks = [(name, seed) for name in chosen.names for seed in seeds]
    with ThreadPoolExecutor(chosen.jobs) as pool:
        results = list(pool.map(one, tasks))
    print(fresh_table(results) if chosen.masks else documented_table(results))
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1) + "\n")
    return 0 if all("failure" not in r for r in results) else 1


if __name__ == "__main__":
    sys.exit(main())
