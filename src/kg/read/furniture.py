"""What a page puts around a text: menus, paths, buttons, footers, lists of other pages."""

import re
from collections.abc import Callable

from kg.model import BlockKind
from kg.read.lines import IMPRINT, LONG, SENTENCE_END, Line
from kg.read.words import furniture, furniture_items, layout

_PARTS = re.compile(r"[\s|｜>»/·•【】\[\]()（）:：]+")
_STEPS = re.compile(r"\s*(?:>+|»)\s*")
_BULLETS = "•·　 【[（("
_MENU_WIDTH = 8
_MENU_LENGTH = 3


def is_furniture(line: str) -> bool:
    """Tell whether a line, wherever it stands, is no content: 【打印本页】 【关闭窗口】, 首页 > 工作动态, 扫一扫在手机打开当前页."""
    bare = line.lstrip(_BULLETS)
    if len(line) < LONG and bare.startswith(furniture("distribution")):
        return True
    if len(line) < 2 * LONG and any(mark in line for mark in furniture("marks")):
        return True
    if SENTENCE_END.search(line):
        return False
    return _is_menu(line) or _is_path(line) or (len(line) < LONG and (bare.startswith(furniture("openings")) or _is_other_page(bare)))


def _is_other_page(bare: str) -> bool:
    """延伸阅读：我县签约项目12个总投资9900万元, and 相关阅读】……"""
    label, mark, title = bare.partition("：" if "：" in bare else ":" if ":" in bare else "】")
    return bool(mark and title) and label.strip() in furniture("related")


def _is_menu(line: str) -> bool:
    parts = [part for part in _PARTS.split(line) if part]
    others = [part for part in parts if part not in furniture_items()]
    # A row of a table has figures beside its words: 部门 6 学校 49.
    if not parts or any(re.search(r"\d", part) for part in others):
        return False
    # 首页 | 帮扶案例 | 定点帮扶: bars make a menu of words that only this site has.
    barred = len(re.findall("[|｜]", line)) > 1 and len(others) < len(parts)
    home = len(parts) >= _MENU_LENGTH and parts[0] in furniture("home")
    return ((barred or home) and max(map(len, parts)) <= _MENU_WIDTH) or 3 * len(others) <= len(parts)


def _is_path(line: str) -> bool:
    """首页 > 信息公开 > 对口帮扶, but not a comparison (收入>5000元)."""
    steps = [step for step in _STEPS.split(line) if step]
    return len(steps) > 1 and not re.search(r"\d", line) and all(len(step) <= 20 for step in steps)


def mark_edges(lines: list[Line]) -> None:
    """Mark what is furniture only at the beginning and end of a page, or beside other furniture: names of sites, hosts, words of menus."""
    prose = [i for i, line in enumerate(lines) if line.is_prose]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    if prose:
        _mark_menu(lines[:first])
    for i, line in enumerate(lines):
        if not line.is_short:
            continue
        edge = i < first or i > last
        beside = edge or any(lines[j].kind is BlockKind.FURNITURE for j in (i - 1, i + 1) if 0 <= j < len(lines))
        site = edge and len(line.text) < 12 and line.text.endswith(furniture("site_endings"))
        if site or (beside and line.text.lstrip(_BULLETS).startswith(furniture("edge_openings"))):
            line.kind = BlockKind.FURNITURE
    _mark_lists_of_others(lines)


def _mark_menu(head: list[Line]) -> None:
    """Mark a run of words before everything else: 走进本省 / 政务服务 / 数据开放."""
    end = _run(head, 0, lambda line: line.kind is BlockKind.FURNITURE or (line.is_short and _is_word(line.text)))
    # The last of them may be the headline: 感谢信.
    if end == len(head) or head[end].kind in IMPRINT or head[end].is_salutation:
        end -= 1
    for line in head[:end] if end >= _MENU_LENGTH else []:
        line.kind = BlockKind.FURNITURE


def _is_word(text: str) -> bool:
    bare = text.lstrip(_BULLETS)
    return len(bare) <= _MENU_WIDTH and not re.search(r"[\d，、：:“”！？!?—]", bare) and bare not in layout("formulas")


def _mark_lists_of_others(lines: list[Line]) -> None:
    """Mark the headlines of other pages that follow 相关阅读, and this line itself; the headline of the prose that follows is none of them."""
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        if line.kind in IMPRINT or line.text.strip(_BULLETS + "】]）):：").replace(" ", "") not in furniture("related"):
            continue
        line.kind = BlockKind.FURNITURE
        end = _run(lines, i, lambda other: other.is_short or other.kind is BlockKind.FURNITURE)
        for other in lines[i : end if end == len(lines) else end - 1]:
            other.kind = BlockKind.FURNITURE
        i = end


def _run(lines: list[Line], start: int, holds: Callable[[Line], bool]) -> int:
    """Return the index after the run of lines, from ``start`` on, of which something holds."""
    return next((i for i in range(start, len(lines)) if not holds(lines[i])), len(lines))
