"""What the map has besides what all views share: the outlines of the provinces."""

import json
from functools import cache

from kg.views.page import read_asset
from kg.views.payload import Json


@cache
def _outlines() -> Json:
    outlines: Json = json.loads(read_asset("libraries/provinces.json"))
    return outlines


def map_data() -> Json:
    return {"outlines": _outlines()}
