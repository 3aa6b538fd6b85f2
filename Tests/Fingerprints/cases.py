"""The fixed set of Scripts/fingerprints: small problems of every kind that the command solves, and
how their inputs are made.

The hash of the inputs is kept in the record too. They are made without BLAS, LAPACK or vectorised
transcendental functions, whose last bits depend on the machine.
"""
from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Callable

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Benchmarks"))
from command import write_table, write_triplets
from protocols import numbers, read_rows


@dataclass(frozen=True)
class Case:
    """One line of arguments, run in a folder that holds nothing but what `prepare` wrote there.
    `{threads}` in the arguments is the number of threads."""

    name: str
    prepare: Callable[[Path], None]
    arguments: str
    before: str = ""  # an earlier line in the same folder, whose outcome is not kept
    program: str = "lowrank"
    source: Path | None = None  # the data set that it needs


# Inputs ---------------------------------------------------------------------------------------


def product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """left · rightᵀ, one rank after another."""
    return sum(np.multiply.outer(left[:, k], right[:, k]) for k in range(left.shape[1]))


def inner(a: np.ndarray, b: np.ndarray) -> float:
    """⟨a, b⟩, rounded once."""
    return math.fsum((a * b).ravel().tolist())


def orthonormal(random: np.random.Generator, rows: int, rank: int) -> np.ndarray:
    """Gram–Schmidt, twice, on Gaussian columns."""
    columns = random.standard_normal((rows, rank))
    for _ in range(2):
        for k in range(rank):
            for earlier in range(k):
                columns[:, k] -= inner(columns[:, k], columns[:, earlier]) * columns[:, earlier]
            columns[:, k] /= math.sqrt(inner(columns[:, k], columns[:, k]))
    return columns


def write_exact(n: int, rank: int, rho: float, kappa: float, seed: int, folder: Path) -> None:
    """Entries of an n × n matrix of condition number kappa, rho for each degree of freedom and at
    least `rank` in every line."""
    random = np.random.default_rng(seed)
    left, right = orthonormal(random, n, rank), orthonormal(random, n, rank)
    truth = product(left * [kappa ** (-k / (rank - 1)) for k in range(rank)], right)
    while True:
        places = random.choice(n * n, int(rho * rank * (2 * n - rank)), replace=False)
        i, j = np.divmod(np.sort(places), n)
        if min(np.bincount(i, minlength=n).min(), np.bincount(j, minlength=n).min()) >= rank:
            break
    write_triplets(folder / "entries.csv", i, j, truth[i, j])


def planted(random: np.random.Generator, rows: int, columns: int, rank: int, noise: float):
    """A noisy matrix of low rank. Four decimals: the last bits of noise are of no interest."""
    left, right = (random.standard_normal((side, rank)) for side in (rows, columns))
    return np.round(product(left, right) + noise * random.standard_normal((rows, columns)), 4)


def write_planted(folder: Path) -> None:
    random = np.random.default_rng(11)
    values = planted(random, 40, 30, 2, noise=0.1)
    write_table(folder / "table.csv", values, random.random(values.shape) < 0.6)


def write_pairs(folder: Path) -> None:
    write_planted(folder)
    pairs = [f"r{i} c{(7 * i) % 30}\n" for i in range(40)]
    (folder / "pairs.txt").write_text("".join(pairs))


def write_full(folder: Path) -> None:
    np.save(folder / "full.npy", planted(np.random.default_rng(12), 60, 40, 3, noise=0.2))


def write_dense(folder: Path) -> None:
    random = np.random.default_rng(13)
    truth, noise = planted(random, 12, 10, 2, noise=0), random.standard_normal(110)
    maps = random.standard_normal((110, 12, 10))
    y = [inner(a, truth) + 0.05 * z for a, z in zip(maps, noise.tolist())]
    np.savez(folder / "measurements.npz", A=maps, y=y)


def write_symmetric(folder: Path) -> None:
    random = np.random.default_rng(14)
    points = random.standard_normal((12, 2))
    gram, (i, j) = product(points, points), np.triu_indices(12)
    packed = random.standard_normal((60, len(i)))
    folded = gram[i, j] * np.where(i == j, 1, 2)  # the triangle stands for both
    np.savez(folder / "measurements.npz", A_packed=packed, y=[inner(a, folded) for a in packed])


def write_rank_one(folder: Path) -> None:
    random = np.random.default_rng(15)
    truth = product(random.standard_normal((12, 2)), random.standard_normal((10, 2)))
    a, b = random.standard_normal((90, 12)), random.standard_normal((90, 10))
    y = [inner(np.multiply.outer(u, v), truth) for u, v in zip(a, b)]
    np.savez(folder / "measurements.npz", a=a, b=b, y=y)


def write_distances(folder: Path) -> None:
    """Three fifths of the distances between 25 points of the plane."""
    random = np.random.default_rng(16)
    points = random.standard_normal((25, 2)).tolist()
    lines = [
        f"p{i} p{j} {math.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2)!r}\n"
        for i, p in enumerate(points) for j, q in enumerate(points[:i]) if random.random() < 0.6]
    (folder / "measurements.txt").write_text("".join(lines))


def expectation(state: list[complex], label: str) -> float:
    """⟨ψ| P |ψ⟩ of a Pauli string: P sends |b⟩ to a phase times |b with some bits flipped⟩."""
    total = 0.0
    for b, amplitude in enumerate(state):
        image, phase = 0, 1 + 0j
        for letter, bit in zip(label, f"{b:03b}"):
            image = 2 * image + ((bit == "1") != (letter in "XY"))
            phase *= 1j if letter == "Y" else 1
            phase *= -1 if letter in "YZ" and bit == "1" else 1
        total += (state[image].conjugate() * phase * amplitude).real
    return total


def write_quantum(folder: Path) -> None:
    """Noisy expectations of a pure state of three qubits, each with its standard deviation."""
    random = np.random.default_rng(17)
    state = [complex(x, y) for x, y in random.standard_normal((8, 2)).tolist()]
    norm = math.sqrt(math.fsum(abs(x) ** 2 for x in state))
    state = [x / norm for x in state]
    labels = [a + b + c for a in "IXYZ" for b in "IXYZ" for c in "IXYZ"][1:]
    lines = [
        f"{label} {expectation(state, label) + 0.02 * float(random.standard_normal()):.6f} 0.02\n"
        for label in labels]
    (folder / "measurements.txt").write_text("".join(lines))


def copy(name: str, source: Path, folder: Path) -> None:
    (folder / name).write_bytes((source / name).read_bytes())


# How each published table becomes an input. Large ones are cut, always the same way.


def write_ratings(source: Path, folder: Path) -> None:
    _, rows = read_rows(source / "ratings.csv.gz")
    kept = [",".join(row) for row in rows if int(row[0]) <= 150]
    (folder / "table.csv").write_text("user,item,rating,time\n" + "\n".join(kept) + "\n")


def write_stations(source: Path, folder: Path) -> None:
    months = np.load(source / "colorado.npz")["tmin"].astype(float)
    np.save(folder / "table.npy", months[:150, -400:])


def write_sites(source: Path, folder: Path) -> None:
    np.save(folder / "table.npy", np.load(source / "ozone.npz")["X"].astype(float))


def write_foods(source: Path, folder: Path) -> None:
    _, rows = read_rows(source / "ABBREV.csv.gz")
    values = numbers(rows[:400], list(range(2, 48)))
    write_table(folder / "table.csv", values, ~np.isnan(values))


def write_hours(source: Path, folder: Path) -> None:
    """Half of the hours are blanked."""
    _, rows = read_rows(source / "load.csv.gz")
    shown = np.random.default_rng(18).random(len(rows)) < 0.5
    lines = [f"{hour},{load if s else ''}\n" for (hour, load), s in zip(rows, shown)]
    (folder / "table.csv").write_text("hour,load\n" + "".join(lines))


OUTPUTS = "--json --threads {threads}"
FILLED = "-o filled.csv"
COMPLETION = f"--intervals 0.9 --model model.npz {OUTPUTS}"
EXAMPLES = ("benchmark-scores", "car-parks")
TABLES = {  # folder of the data set: what is completed, further options, how it is written
    "metabolites": ("X_missing.csv.gz", FILLED, partial(copy, "X_missing.csv.gz")),
    "elements": ("elements.csv.gz", FILLED, partial(copy, "elements.csv.gz")),
    "ml_latest_small": ("table.csv", "-o filled.npy", write_ratings),
    "colorado_tmin": ("table.npy", FILLED, write_stations),
    "ozone_midwest": ("table.npy", f"{FILLED} --trace trace.csv", write_sites),
    "usda_sr27": ("table.csv", f"{FILLED} --link log1p", write_foods),
    "victoria_load": ("table.csv", f"{FILLED} --fold 24", write_hours),
}

# Cases ----------------------------------------------------------------------------------------


def table_cases(data: Path) -> list[Case]:
    def case(source: Path, file: str, options: str, write) -> Case:
        return Case(
            f"table/{source.name}", partial(write, source),
            f"complete {file} {options} {COMPLETION}", source=source)

    examples = ROOT / "Examples"
    return [
        *(case(examples / name, f"{name}.csv", FILLED, partial(copy, f"{name}.csv"))
          for name in EXAMPLES),
        *(case(data / name, *table) for name, table in TABLES.items())]


def exact_cases() -> list[Case]:
    """Near the limit of information, where the search has the most ways to go."""
    shapes = ((100, 3, 1.3), (120, 5, 1.5), (150, 4, 1.7), (200, 5, 2.0))
    return [
        Case(
            f"exact/n{n}-r{rank}-rho{rho:g}-kappa{kappa:g}",
            partial(write_exact, n, rank, rho, kappa, 100 + number),
            f"complete entries.csv -o filled.npy --model model.npz {OUTPUTS}")
        for number, (n, rank, rho) in enumerate(shapes) for kappa in (1, 10, 1e5)]


def sense_cases() -> list[Case]:
    archive, text = f"sense measurements.npz {OUTPUTS}", f"sense measurements.txt {OUTPUTS}"
    return [
        Case("sense/dense-noisy", write_dense, f"{archive} -o W.npy"),
        Case("sense/symmetric", write_symmetric, f"{archive} -o W.npz"),
        Case("sense/rank-one", write_rank_one, f"{archive} -o W.csv"),
        Case("sense/distances", write_distances, f"{text} -o points.npz --distances all.csv"),
        Case("sense/quantum-noisy", write_quantum, f"{text} -o rho.npz"),
    ]


def study_cases() -> list[Case]:
    methods = "greedy descent scaled modified flow sgd als irls nuclear".split()
    complete = f"complete table.csv -o filled.csv --trace trace.csv --max-rank 2 {COMPLETION}"
    return [
        *(Case(f"study/{m}", write_planted, f"{complete} --method {m}") for m in methods),
        Case("study/deep", write_planted,
             f"{complete} --method descent --factorization deep=3 --init orthogonal"),
        Case("study/symmetric", write_symmetric,
             f"sense measurements.npz -o W.npz --trace trace.csv {OUTPUTS} --width 4"
             " --method scaled --factorization symmetric --init spectral"),
        Case("study/factor", write_full,
             f"factor full.npy -o model.npz {OUTPUTS} --rank 3 --method als --init gaussian"),
    ]


def model_cases() -> list[Case]:
    solve = "complete table.csv --model model.npz --quiet --threads {threads}"
    return [
        Case("factor/noisy", write_full, f"factor full.npy -o model.npz {OUTPUTS}"),
        Case("model/predict", write_pairs, "predict model.npz pairs.txt -o predicted.csv", solve),
        Case("model/certify", write_planted, f"certify model.npz table.csv {OUTPUTS}", solve),
        Case("model/certify-nuclear", write_planted,
             f"certify model.npz table.csv --strength 1 {OUTPUTS}", f"{solve} --method nuclear"),
        Case("model/certify-exact", partial(write_exact, 60, 3, 2, 10, 99),
             f"certify model.npz entries.csv {OUTPUTS}", solve.replace("table", "entries")),
        Case("model/check", write_planted, "check table.csv --json"),
    ]


def whole_cases() -> list[Case]:
    """The laboratory, and the library without the command in between."""
    nothing = lambda folder: None
    recovery = "--size 150 --rank 4 --conditions 1 10 1e5 --oversampling 1.5 --seeds 4 --verbose"
    return [
        Case("laboratory", nothing, f"lab run --all -o lab {OUTPUTS}"),
        # Every instance has one thread of its own here: the number of them at a time varies.
        Case("bench/recovery", nothing, f"recovery {recovery} --jobs {{threads}}", program="bench"),
    ]


def all_cases(data: Path) -> list[Case]:
    return [
        *table_cases(data), *exact_cases(), *sense_cases(), *study_cases(), *model_cases(),
        *whole_cases()]
