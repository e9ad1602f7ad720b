"""How many files a second each format is read at, beside the extraction that follows: python benchmarks/reading.py"""

import html
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from kg.extract.pipeline import extract_records  # noqa: E402
from kg.read import to_bulletin  # noqa: E402
from kg.read.formats import read_source  # noqa: E402
from pages import to_html, to_markdown, to_mhtml  # noqa: E402
from printing import lines_of, pdf, word  # noqa: E402

FORMATS: dict[str, Callable[[str], bytes]] = {
    "txt, UTF-8": lambda text: text.encode(),
    "txt, GB18030": lambda text: text.encode("gb18030"),
    "html, UTF-8": lambda text: to_html(text).encode(),
    "html, GB18030": lambda text: to_html(text, charset="gb2312").encode("gb18030"),
    "html, UTF-16": lambda text: to_html(text).encode("utf-16"),
    "mhtml": to_mhtml,
    "md": lambda text: to_markdown(text).encode(),
    "docx": lambda text: word(*_printed(text)),
    "pdf": lambda text: pdf(*_printed(text), head="对口帮扶工作简报", foot="— {page} —"),
    "pdf, two columns": lambda text: pdf(*_printed(text), size=10.5, columns=2, foot="{page}"),
}


def _printed(text: str) -> list[str]:
    return lines_of(html.unescape(text))


def measure(act: Callable[[], object], times: int = 3) -> float:
    """Return the seconds of the fastest of some runs."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    texts = [file.read_text("utf-8") for part in ("gold", "train") for file in sorted((ROOT / "data" / part).glob("*/text.txt"))]
    bulletins = [to_bulletin(read_source(text.encode(), "x.txt")) for text in texts]
    extraction = measure(lambda: extract_records(bulletins), times=2) / len(texts)
    print(f"{len(texts)} bulletins; extraction {1 / extraction:.0f} a second, {1000 * extraction:.1f} ms each\n")
    print("| format | KB a file | decoded and laid out, files a second | whole reading, files a second | of extraction |")
    print("|---|---|---|---|---|")
    for name, convert in FORMATS.items():
        suffix = f".{name.partition(',')[0]}"
        files = [convert(text) for text in texts]
        laid_out = measure(lambda: [read_source(data, f"x{suffix}") for data in files]) / len(files)  # noqa: B023
        whole = measure(lambda: [to_bulletin(read_source(data, f"x{suffix}")) for data in files]) / len(files)  # noqa: B023
        kilobytes = sum(map(len, files)) / len(files) / 1000
        print(f"| {name} | {kilobytes:.1f} | {1 / laid_out:.0f} | {1 / whole:.0f} | {whole / extraction:.0%} |")


if __name__ == "__main__":
    main()
