"""Changes pieces of bulletins as slips, editors and other hands would, for what must hold whatever a text says."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

_DATA = Path(__file__).parents[1] / "data"
ANNOTATED = [path for kind in ("gold", "train", "held_out") for path in sorted((_DATA / kind).glob("*/text.txt"))]
# Long enough for a paragraph or the rows of a table.
_LONG = 160

_FIGURE = re.compile(r"[近约超]?(?:\d[\d,.]*|[一二两三四五六七八九十百]+(?=[名个家户亿]))[余多]?[百千万亿]*[余多]?")
_UNIT = re.compile(r"(?<=[\d万亿余多])[^\d\s万亿余多，。、；|]{1,2}")

FORMS = [
    "1.2万余名",
    "近60亿元",
    "1—2亿元",
    "3～5万亩",
    "3至5万元",
    "百余人",
    "七亿余元",
    "二百一十名",
    "15批133人次",
    "由800吨提高到6000吨",
    "1,250万元",
    "１２３人",
    "三千五百多户",
    "两成",
    "八成以上",
    "百分之三十五",
    "35%",
    "35.5个百分点",
    "千分之三",
    "三分之一",
    "第3批",
    "第三批",
    "2018年",
    "2018—2020年",
    "2020年3月5日",
    "每人每月500元",
    "每亩300—500元",
    "500元/人/月",
    "0.5公里",
    "万余元",
    "数千万元",
    "上百家",
    "几十个",
    "十几人",
    "3、5个",
    "三五个",
    "1.2.3",
    "1:3",
    "30余",
    "1200.5",
    "12万3千元",
    "3亿2000万元",
    "3.5亿多元",
    "近千名",
    "逾百万元",
    "一千零五十个",
    "二十余万元",
    "200-300人",
    "50㎡",
    "12000m³",
    "万分之二",
    "1·2万",
    "三万六千人",
    "12万三千五百户",
    "三个亿",
    "3个亿元",
    "3600 万元",
    "0万元",
    "三千瓦",
    "三千五百米",
    "五支援疆队",
    "一半",
    "半数",
    "两三家",
    "十七八名",
    "七八千元",
    "一两名",
    "2千余万元",
    "5百多万元",
    "壹佰万元整",
    "叁拾名",
    "廿名",
    "卅五户",
    "千余万元",
    "300来人",
    "十来个",
    "过亿元",
    "三五至七八千元",
    "3亿2千余万元",
    "1万二三千名",
]
_CHARACTERS = (
    "0123456789０９．.,，。；、：（）()“”《》—-～~至 \u3000\t\n|/+%％一二两三四五六七八九十百千万亿"
    "〇廿卅壹贰拾佰仟余多几来过半约近超每各共名个户元年月日第成村县地对支①½²㎡𠮷é\u200b\ufeff\x0c"
)
_STRINGS = ["\n\n", "\n|", "\r\n", "<br>", "&nbsp;", "1. ", "- ", "**", "（一）", "一是"]
_STRINGS += ["万元", "人次", "公里", "千米", "（万元）", "合计", "其中", "分别", "以上", "每人", "百分之", "千家万户"]
_UNITS = [
    "人",
    "名",
    "个",
    "户",
    "家",
    "万元",
    "亿元",
    "元",
    "亩",
    "公里",
    "千瓦",
    "吨",
    "%",
    "批",
    "次",
    "人次",
    "所",
    "座",
    "期",
    "台",
    "件",
    "平方米",
    "元/月",
    "年",
    "月",
    "日",
    "倍",
    "成",
    "对",
    "支",
    "村",
]


class Edit(NamedTuple):
    """One change: ``at`` and ``to`` say where, ``size`` of how much, ``form``, ``unit`` and ``slip`` what comes in."""

    act: str
    at: int
    to: int
    size: int
    form: str
    unit: str
    slip: str


def pieces() -> list[tuple[str, str]]:
    """Return the title and one piece, some lines at most, for each piece of the annotated texts."""
    return [(text.strip().splitlines()[0], piece) for path in ANNOTATED for text in [path.read_text(encoding="utf-8")] for piece in _pieces(text)]


def _pieces(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text):
        piece = ""
        for line in block.splitlines():
            piece += line + "\n"
            if len(piece) > _LONG:
                yield piece
                piece = ""
        if piece.strip():
            yield piece


def edits(most: int) -> st.SearchStrategy[list[Edit]]:
    """Return a strategy for 1 to ``most`` changes of one piece."""
    place = st.integers(0, 999)
    slip = st.one_of(st.sampled_from(_CHARACTERS), st.sampled_from(_STRINGS))
    one = st.builds(Edit, st.sampled_from(sorted(_ACTS)), place, place, st.integers(1, 8), st.sampled_from(FORMS), st.sampled_from(_UNITS), slip)
    return st.lists(one, min_size=1, max_size=most)


def mutated(text: str, changes: list[Edit]) -> str:
    for change in changes:
        text = _ACTS[change.act](text, change)
    return text


def reformed(text: str, at: int, form: str) -> tuple[str, int] | None:
    """Return a text with another form of one of its figures, and where that begins; nothing for a text without figures."""
    figures = list(_FIGURE.finditer(text))
    if not figures:
        return None
    start, end = figures[at % len(figures)].span()
    return text[:start] + form + text[end:], start


def _delete(text: str, change: Edit) -> str:
    at = _offset(text, change.at)
    return text[:at] + text[at + change.size :]


def _duplicate(text: str, change: Edit) -> str:
    at = _offset(text, change.at)
    return text[: at + change.size] + text[at:]


def _swap(text: str, change: Edit) -> str:
    first, second = sorted((_offset(text, change.at), _offset(text, change.to)))
    size = min(change.size, second - first)
    a, b = text[first : first + size], text[second : second + size]
    return text[:first] + b + text[first + size : second] + a + text[second + size :]


def _insert(text: str, change: Edit) -> str:
    at = _offset(text, change.at)
    return text[:at] + change.slip + text[at:]


def _reform(text: str, change: Edit) -> str:
    new = reformed(text, change.at, change.form)
    return new[0] if new else text


def _remeasure(text: str, change: Edit) -> str:
    units = list(_UNIT.finditer(text))
    if not units:
        return text
    start, end = units[change.at % len(units)].span()
    return text[:start] + change.unit + text[end:]


def _sentences(change: Callable[[list[str], int, int], None]) -> Callable[[str, Edit], str]:
    def changed(text: str, edit: Edit) -> str:
        sentences = re.split("(?<=[。；\n])", text)
        change(sentences, edit.at % len(sentences), edit.to % len(sentences))
        return "".join(sentences)

    return changed


def _drop(sentences: list[str], at: int, to: int) -> None:
    del sentences[at]


def _repeat(sentences: list[str], at: int, to: int) -> None:
    sentences.insert(to, sentences[at])


def _exchange(sentences: list[str], at: int, to: int) -> None:
    sentences[at], sentences[to] = sentences[to], sentences[at]


def _part(sentences: list[str], at: int, to: int) -> None:
    sentences.insert(at, "\n\n")


def _offset(text: str, place: int) -> int:
    return place * len(text) // 1000


_ACTS: dict[str, Callable[[str, Edit], str]] = {
    "delete": _delete,
    "drop a sentence": _sentences(_drop),
    "duplicate": _duplicate,
    "exchange sentences": _sentences(_exchange),
    "insert": _insert,
    "part by a blank line": _sentences(_part),
    "reform a figure": _reform,
    "remeasure a figure": _remeasure,
    "repeat a sentence": _sentences(_repeat),
    "swap": _swap,
}
