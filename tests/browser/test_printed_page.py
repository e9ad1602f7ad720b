"""A page that somebody printed to a PDF from a browser, with the browser's own heads and feet, gives the statements of its text."""

import html
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kg.read import read_bulletin
from round_trip import FOLDERS, check, printed

STYLE = '@page{size:A4;margin:2.5cm} body{font:16pt/28pt "Noto Serif CJK SC",serif} p{text-indent:2em;margin:0}'


@pytest.mark.browser
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_printed_from_a_browser_gives_what_its_text_gives(folder: Path, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.set_content(f"<style>{STYLE}</style>" + "".join(f"<p>{html.escape(line)}</p>" for line in printed(folder)))
    page.pdf(path=tmp_path / "news.pdf", display_header_footer=True, prefer_css_page_size=True)
    page.close()
    check(folder, "browser", read_bulletin(tmp_path / "news.pdf"))
