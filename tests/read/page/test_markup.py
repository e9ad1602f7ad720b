"""Tags, texts and comments are told apart as browsers do, and what browsers lose stays."""

import pytest

from kg.read.page.markup import find_tokens


def tokens(page: str) -> list[tuple[str, str]]:
    return [(token.kind, token.name or page[token.start : token.end]) for token in find_tokens(page)]


def test_a_mark_within_quotes_ends_no_tag() -> None:
    page = "<a title=\"收入>5000元\" href='x>y' data=a>b>衢江</a>"
    assert tokens(page) == [("start", "a"), ("text", "b>衢江"), ("end", "a")]


def test_the_attributes_of_a_tag_are_read_in_all_their_spellings() -> None:
    (tag, *_) = find_tokens("<TD ColSpan=2 class='a b' title=\"&lt;x&gt;\" hidden colspan=9/>")
    assert tag.attributes() == {"colspan": "2", "class": "a b", "title": "<x>", "hidden": ""}


@pytest.mark.parametrize("text", ["收入<5000元", "收入<X元>", "a < b", "1<2>1", "</2018年>", "完成率<", "<"])
def test_a_sign_of_comparison_is_text(text: str) -> None:
    assert "".join(text[t.start : t.end] for t in find_tokens(text) if t.kind == "text") == text.replace("</2018年>", "")


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<!-- 正文 -->衢江", "衢江"),
        ("<!-->衢江", "衢江"),
        ("<!-- 一 > 二 --!>衢江", "衢江"),
        ("<![if !supportLists]>衢江<![endif]>", "衢江"),
        ("<!--[if !mso]><!-->衢江<!--<![endif]-->", "衢江"),
        ("<?xml version='1.0'?>衢江", "衢江"),
        ("<script>if (a<b) x='<p>平武</p>';</SCRIPT >衢江", "衢江"),
        ("<style>a>b{}</style>衢江<style>c", "衢江"),
        ("<textarea><p>平武</textarea>衢江", "衢江"),
    ],
)
def test_what_is_no_text_is_none(page: str, left: str) -> None:
    assert "".join(page[t.start : t.end] for t in find_tokens(page) if t.kind == "text") == left


@pytest.mark.parametrize(
    "page",
    ["<!-- 正文 >衢江投入", '<a href="x>衢江投入</a>', "<title>衢江投入", "<p x='>衢江投入", "<b>衢江投入<", "<!x>衢江投入", "<iframe>衢江投入"],
)
def test_what_never_ends_swallows_nothing(page: str) -> None:
    assert "衢江投入" in "".join(page[t.start : t.end] for t in find_tokens(page) if t.kind == "text")
