"""Make the pictures of the documentation from a build: ``python docs/make_pictures.py build``. Needs Chromium and the dev dependencies."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


WIDEST = """() => {
    const pair = (line) => line.split("~").slice(0, 2).join("~");
    const lines = kgView.lines();
    const among = (line) => lines.filter((other) => pair(other) === pair(line)).length;
    return lines.sort((a, b) => among(b) - among(a) || kgView.width(b) - kgView.width(a))[0];
}"""


def choose_widest_line(page: Page) -> None:
    """Click the widest line between the two parties with most lines: the picture then shows what a click does."""
    line = page.evaluate(WIDEST)
    place = page.evaluate("id => kgView.edgePosition(id)", line)
    page.mouse.click(place["x"], place["y"])
    page.mouse.move(1, 1)


# What is shown of each view, by the hash of its address; the name of the picture is that of the view.
SHOWN = {
    "index": "",
    "map": "measure=statements",
    "flows": "measure=statements&by=sector",
    "timeline": "",
    "table": "",
}


def main(build: Path) -> None:
    program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("no Chromium on this machine: install chromium, then run this again")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        open_page(page, build / "views" / "network.html")
        page.screenshot(path=PICTURES / "network-overview.png")
        choose_widest_line(page)
        page.wait_for_timeout(200)
        page.screenshot(path=PICTURES / "network.png")
        for view, state in SHOWN.items():
            open_page(page, build / "views" / f"{view}.html", state)
            page.wait_for_timeout(200)
            page.screenshot(path=PICTURES / f"{view}.png")
        # A register is a table without figures.
        open_page(page, next(file for file in sorted((build / "views" / "source").glob("*.html")) if not file.name.startswith("register-")))
        page.locator(".m.figure").first.click()
        page.screenshot(path=PICTURES / "source.png")
        browser.close()


def open_page(page: Page, file: Path, state: str = "") -> None:
    # A page whose address differs in its hash alone would not be opened anew.
    page.goto("about:blank")
    page.goto(file.resolve().as_uri() + (f"#{state}" if state else ""))
    page.wait_for_function("() => window.kgView && window.kgView.ready")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build"))
