"""The letters that stand for numbers in the patterns of ``left_out.toml``."""

import re

# Y a year, N a number in Arabic digits, C in Chinese ones, A either, Q an amount of any size with its scale: 20, 三十来, 1.5万, 千万.
_SHORTHAND = {
    "Y": r"(?<!\d)(?:19|20)\d{2}",
    "A": r"(?:\d+|[一二两三四五六七八九十百半]+)",
    "N": r"\d{1,2}",
    "C": "[一二两三四五六七八九十]{1,3}",
    "Q": r"(?:\d[\d.,]*(?:[余多几来]?[百千万亿]+)?|[一二两三四五六七八九十百千万亿]+)[余多几来]?[万亿]?",
}
_LETTER = re.compile(r"(?<![A-Za-z\\\[-])[YANCQ](?![A-Za-z\]-])")


def expanded(pattern: str) -> str:
    """Return a pattern as a regular expression: ``N月`` as ``\\d{1,2}月``."""
    return _LETTER.sub(lambda m: _SHORTHAND[m[0]], pattern)
