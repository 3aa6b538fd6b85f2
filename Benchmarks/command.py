"""Runs the command `lowrank` on files and reads what it wrote. Nothing else is known of it."""
from __future__ import annotations

import csv
import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DONE, NOT_TRUSTWORTHY = 0, 2


@dataclass
class Outcome:
    exit_code: int
    report: dict
    seconds: float
    message: str


def run(lowrank: str, arguments: list[str], timeout: float) -> Outcome:
    """The exit code, the report on standard output and the wall time of one run."""
    started = time.monotonic()
    try:
        done = subprocess.run(
            [lowrank, *arguments], capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return Outcome(-1, {}, time.monotonic() - started, f"no answer in {timeout:.0f} s")
    seconds = time.monotonic() - started
    try:
        report = json.loads(done.stdout) if done.stdout.strip() else {}
    except json.JSONDecodeError as error:
        return Outcome(done.returncode, {}, seconds, f"the report is not JSON: {error}")
    return Outcome(done.returncode, report, seconds, done.stderr.strip())


def write_table(path: Path, values: np.ndarray, visible: np.ndarray) -> None:
    """A wide table with a header and row names; every cell that is not visible is blank."""
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["row"] + [f"c{j}" for j in range(values.shape[1])])
        for i, (line, shown) in enumerate(zip(values.tolist(), visible.tolist())):
            writer.writerow([f"r{i}"] + [repr(x) if s else "" for x, s in zip(line, shown)])


def read_table(path: Path) -> np.ndarray:
    """The numbers of a wide table as written above; blank cells become NaN."""
    with path.open(newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return np.array([[float(x) if x else np.nan for x in row[1:]] for row in rows])


def write_triplets(path: Path, rows, columns, values) -> None:
    with path.open("w") as stream:
        stream.write("row,column,value\n")
        for i, j, x in zip(rows.tolist(), columns.tolist(), values.tolist()):
            stream.write(f"r{i},c{j},{x!r}\n")


def first_appearance(indices: np.ndarray) -> np.ndarray:
    """The distinct indices in the order in which they first appear."""
    distinct, first = np.unique(indices, return_index=True)
    return distinct[np.argsort(first)]


def read_dense(path: Path, rows, columns, shape) -> np.ndarray:
    """A full matrix whose rows and columns are in order of first appearance in a triplet file,
    spread over `shape`; rows and columns that the file did not name become NaN."""
    full = np.full(shape, np.nan)
    full[np.ix_(first_appearance(rows), first_appearance(columns))] = np.load(path)
    return full
