"""The tables and ratings of the benchmark and how each is split: one function per data set.

A protocol reads the published file, applies the transform under which reference figures exist, and
marks every observed cell as train, validation or test. The method under test sees train and
validation cells; it never sees a test cell. `seed` 0 is the documented split, others are fresh.

Reference figures (`effects`, `als`) are test RMSEs on the documented split of a ridge fit of row
and column effects and of a ridge ALS whose rank and ridge were picked on the validation cells.
"""
from __future__ import annotations

import csv
import gzip
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

DOCUMENTED_SEED = 20240101
TRANSDIM_SEED = 1000


@dataclass
class Protocol:
    """Values with NaN where nothing was observed, and a partition of the observed cells."""

    values: np.ndarray
    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    effects: float  # reference: row + column effects, test RMSE, documented split
    als: float  # reference: ridge ALS, test RMSE, documented split
    offset: str = "effects"  # what ALS is fitted on top of: effects, none, row-scale
    effects_ridge: float = 3.0
    als_sweeps: int = 20
    als_choice: tuple[int, float] = (0, 0.0)  # rank and ridge behind the reference figure
    ridges: tuple[float, ...] = (0.003, 0.01, 0.03, 0.1, 0.3)
    triplets: bool = False  # written as `row,column,value` instead of a wide table
    note: str = ""

    @property
    def visible(self) -> np.ndarray:
        return self.train | self.validation


def random_split(observed, seed, validation=0.1, test=0.1):
    """One uniform number per cell: the lowest are test, the next validation, the rest train."""
    u = np.random.default_rng(DOCUMENTED_SEED + seed).random(observed.shape)
    is_test = observed & (u < test)
    is_validation = observed & (u >= test) & (u < test + validation)
    return observed & ~is_test & ~is_validation, is_validation, is_test


def thin(visible, seed, fraction=0.1):
    """Validation cells drawn from the visible ones, where the test cells are published."""
    u = np.random.default_rng(seed).random(visible.shape)
    return visible & (u >= fraction), visible & (u < fraction)


def read_rows(path: Path, encoding="utf-8") -> tuple[list[str], list[list[str]]]:
    with gzip.open(path, "rt", encoding=encoding, newline="") as stream:
        rows = list(csv.reader(stream))
    return rows[0], rows[1:]


def numbers(rows: list[list[str]], columns: list[int]) -> np.ndarray:
    missing = {"", "NA", "NaN", "nan"}
    return np.array([[np.nan if r[c] in missing else float(r[c]) for c in columns] for r in rows])


def standardised(x: np.ndarray) -> np.ndarray:
    """Columns to mean 0 and standard deviation 1 over all observed cells, test cells included:
    the unit in which the reference figures are stated, not something a method may look at."""
    return (x - np.nanmean(x, axis=0)) / (np.nanstd(x, axis=0) + 1e-12)


def read_gray_png(path: Path) -> np.ndarray:
    """An 8-bit grayscale PNG without interlacing."""
    raw = path.read_bytes()
    at, data, width, height = 8, b"", 0, 0
    while at < len(raw):
        length, kind = struct.unpack(">I4s", raw[at : at + 8])
        body = raw[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            if (depth, colour, interlace) != (8, 0, 0):
                raise ValueError(f"{path}: only plain 8-bit grayscale is read")
        elif kind == b"IDAT":
            data += body
        at += length + 12
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, width + 1)
    image = np.zeros((height, width), np.int64)
    for y in range(height):
        kind, line = int(lines[y, 0]), lines[y, 1:].astype(np.int64)
        above = image[y - 1] if y else np.zeros(width, np.int64)
        if kind == 0:
            image[y] = line
        elif kind == 2:
            image[y] = (line + above) % 256
        else:
            for x in range(width):
                left = int(image[y, x - 1]) if x else 0
                up, corner = int(above[x]), int(above[x - 1]) if x else 0
                image[y, x] = (int(line[x]) + png_predictor(kind, left, up, corner)) % 256
    return image.astype(float)


def png_predictor(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 3:
        return (left + up) // 2
    guess = left + up - corner  # Paeth
    return min(
        (abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]


# One function per data set --------------------------------------------------------------------


def parking(data, seed, whole_days: bool, effects: float, als: float, choice) -> Protocol:
    """30 car parks × (77 days · 18 half-hours); zeros are gaps. 40 % hidden as in transdim: single
    readings, or whole days of one car park."""
    dense = np.load(data / "birmingham_parking" / "tensor.npz")["tensor"].astype(float)
    random = np.random.RandomState(TRANSDIM_SEED + seed)
    draw = random.rand(*dense.shape[:2])[:, :, None] if whole_days else random.rand(*dense.shape)
    sparse = dense * np.round(draw + 0.5 - 0.4)
    flat, kept = dense.reshape(30, -1), sparse.reshape(30, -1)
    train, validation = thin(kept != 0, seed)
    return Protocol(
        np.where(flat == 0, np.nan, flat), train, validation, (flat != 0) & (kept == 0),
        effects, als, offset="row-scale", ridges=(0.001, 0.003, 0.01, 0.03, 0.1),
        als_sweeps=25, als_choice=choice)


def birmingham_rm40(data: Path, seed: int) -> Protocol:
    return parking(data, seed, False, 288.1, 84.89, (8, 0.003))


def birmingham_nm40(data: Path, seed: int) -> Protocol:
    return parking(data, seed, True, 287.2, 85.09, (12, 0.01))


def colorado_tmin(data: Path, seed: int) -> Protocol:
    """Station × month; the four stations with fewer than 24 readings are left out."""
    x = np.load(data / "colorado_tmin" / "colorado.npz")["tmin"].astype(float)
    x = x[(~np.isnan(x)).sum(1) >= 24]
    return Protocol(x, *random_split(~np.isnan(x), seed), 1.697, 0.9661, als_choice=(12, 0.03))


def elements(data: Path, seed: int) -> Protocol:
    """Properties of the chemical elements: signed logarithm, standardised columns."""
    header, rows = read_rows(data / "elements" / "elements.csv.gz")
    x = numbers(rows, list(range(1, len(header))))
    x = standardised(np.sign(x) * np.log1p(np.abs(x)))
    return Protocol(
        x, *random_split(~np.isnan(x), seed), 1.091, 0.6271,
        effects_ridge=1.0, als_choice=(20, 0.03))


def llm_benchmarks(data: Path, seed: int) -> Protocol:
    header, rows = read_rows(data / "llm_benchmarks" / "X.csv.gz")
    x = standardised(numbers(rows, list(range(1, len(header)))))
    return Protocol(x, *random_split(~np.isnan(x), seed), 0.7193, 0.6612, als_choice=(5, 0.3))


def measles_us(data: Path, seed: int) -> Protocol:
    """State × year: log1p of cases per 100,000, scaled from the weeks reported to a whole year."""
    _, rows = read_rows(data / "measles_us" / "us_contagious_diseases.csv.gz")
    rows = [r for r in rows if r[0] == "Measles"]
    states = sorted({r[1] for r in rows})
    years = sorted({int(r[2]) for r in rows})
    x = np.full((len(states), len(years)), np.nan)
    for _, state, year, weeks, count, population in rows:
        if float(weeks) > 0 and population not in ("", "NA"):
            rate = float(count) / float(population) * 1e5 * 52 / float(weeks)
            x[states.index(state), years.index(int(year))] = np.log1p(rate)
    return Protocol(x, *random_split(~np.isnan(x), seed), 0.8885, 0.7851, als_choice=(20, 0.1))


def metabolites(data: Path, seed: int) -> Protocol:
    """The package's own gaps with the truth beside them; fresh seeds hide 5 % at random. Columns
    are divided by their standard deviation in the complete table, and not centred."""
    header, rows = read_rows(data / "metabolites" / "X_complete.csv.gz")
    complete = numbers(rows, list(range(1, len(header))))
    complete = complete / complete.std(axis=0)
    _, rows = read_rows(data / "metabolites" / "X_missing.csv.gz")
    hidden = np.isnan(numbers(rows, list(range(1, len(header)))))
    if seed:
        hidden = np.random.default_rng(DOCUMENTED_SEED + seed).random(complete.shape) < 0.0523
    train, validation = thin(~hidden, seed)
    return Protocol(complete, train, validation, hidden, 0.8337, 0.6591, als_choice=(8, 0.03))


def ml_latest_small(data: Path, seed: int) -> Protocol:
    _, rows = read_rows(data / "ml_latest_small" / "ratings.csv.gz")
    users = sorted({int(r[0]) for r in rows})
    movies = sorted({int(r[1]) for r in rows})
    row = {u: i for i, u in enumerate(users)}
    column = {m: j for j, m in enumerate(movies)}
    x = np.full((len(users), len(movies)), np.nan)
    for r in rows:
        x[row[int(r[0])], column[int(r[1])]] = float(r[2])
    return Protocol(
        x, *random_split(~np.isnan(x), seed), 0.882, 0.8698,
        ridges=(0.1, 0.2, 0.3), triplets=True, als_choice=(12, 0.2))


def ozone_midwest(data: Path, seed: int) -> Protocol:
    x = np.load(data / "ozone_midwest" / "ozone.npz")["X"].astype(float)
    return Protocol(x, *random_split(~np.isnan(x), seed), 12.87, 7.871, als_choice=(30, 0.03))


def spi_items(data: Path, seed: int) -> Protocol:
    header, rows = read_rows(data / "spi_items" / "X.csv.gz")
    x = numbers(rows, list(range(len(header))))
    return Protocol(x, *random_split(~np.isnan(x), seed), 1.416, 1.056, als_choice=(30, 0.03))


def uci_air_quality(data: Path, seed: int) -> Protocol:
    """Hours × sensors, standardised; hours with fewer than 4 of the 13 readings are left out."""
    header, rows = read_rows(data / "uci_air_quality" / "airquality.csv.gz")
    x = numbers(rows, list(range(2, len(header))))
    x = standardised(x[(~np.isnan(x)).sum(1) >= 4])
    return Protocol(x, *random_split(~np.isnan(x), seed), 0.8996, 0.4651, als_choice=(4, 0.03))


def usda_sr27(data: Path, seed: int) -> Protocol:
    """Nutrients per 100 g of food: log1p, standardised columns; weights and refuse left out."""
    header, rows = read_rows(data / "usda_sr27" / "ABBREV.csv.gz")
    x = standardised(np.log1p(numbers(rows, list(range(2, 48)))))
    return Protocol(x, *random_split(~np.isnan(x), seed), 0.9368, 0.5857, als_choice=(20, 0.03))


def victoria_load(data: Path, seed: int) -> Protocol:
    """Hourly demand folded to 150 days × 24 hours, half of it hidden."""
    _, rows = read_rows(data / "victoria_load" / "load.csv.gz")
    x = np.array([float(r[1]) for r in rows]).reshape(150, 24)
    return Protocol(
        x, *random_split(~np.isnan(x), seed, 0.1, 0.5), 768.5, 235.3, als_choice=(5, 0.03))


def camera_256(data: Path, seed: int) -> Protocol:
    """A 256 × 256 picture, half of its pixels hidden; the references are 14.31 and 22.84 dB."""
    x = read_gray_png(data / "images_dev" / "camera_256.png")
    return Protocol(
        x, *random_split(~np.isnan(x), seed, 0.05, 0.5),
        255 / 10 ** (14.31 / 20), 255 / 10 ** (22.84 / 20), als_choice=(30, 0.03), als_sweeps=12)


def usca312(data: Path, seed: int) -> Protocol:
    """Squared distances between 312 cities, half of the pairs hidden, both (i, j) and (j, i)."""
    x = np.load(data / "usca312" / "dist.npz")["D"].astype(float) ** 2
    u = np.random.default_rng(DOCUMENTED_SEED + seed).random(x.shape)
    u = np.triu(u, 1)
    u = u + u.T
    off = ~np.eye(len(x), dtype=bool)
    test = off & (u < 0.5)
    validation = off & (u >= 0.5) & (u < 0.6)
    return Protocol(
        x, ~test & ~validation, validation, test, 1.733e6, 2.321e4,
        offset="none", ridges=(1e-4, 0.001, 0.01, 0.1), als_choice=(5, 0.001), als_sweeps=60)


PROTOCOLS: dict[str, Callable[[Path, int], Protocol]] = {
    f.__name__: f
    for f in (
        birmingham_rm40, birmingham_nm40, colorado_tmin, elements, llm_benchmarks, measles_us,
        metabolites, ml_latest_small, ozone_midwest, spi_items, uci_air_quality, usda_sr27,
        victoria_load, camera_256, usca312)
}
