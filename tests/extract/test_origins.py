"""Each statement records where its giver and taker come from."""

from kg.extract.pipeline import extract_records
from kg.read import read_text

PAIRED = "衢江区对口帮扶平武县工作通报\n2018年，浙江省衢州市衢江区对口帮扶四川省绵阳市平武县。\n"


def rules(text: str) -> dict[str, str]:
    """The recorded rule of each figure."""
    return {m.evidence.quote: a.rule for a in extract_records([read_text(text)]).actions for m in a.measures}


def test_parties_that_the_sentence_names() -> None:
    assert rules(PAIRED + "衢江区向平武县捐赠电脑20台。\n")["20台"] == "figure; provider named; recipient named"


def test_parties_that_a_sentence_leaves_out_are_those_of_the_article() -> None:
    assert rules(PAIRED + "举办培训班3期。\n")["3期"] == "figure; provider article; recipient article"


def test_parties_that_a_word_points_to() -> None:
    text = "平武县人民政府工作通报\n衢江区对口帮扶平武县。\n衢江区向我县捐赠电脑20台。\n"
    assert rules(text)["20台"] == "figure; provider named; recipient reference"


def test_parties_that_row_and_column_name() -> None:
    table = "指标　　　　靖西市　　那坡县\n实施项目（个）　　15　　　11\n选派医生（名）　　12　　　 9\n"
    text = "龙岗区对口帮扶靖西市、那坡县工作通报\n2016年以来，深圳市龙岗区结对帮扶广西壮族自治区百色市靖西市、那坡县。\n" + table
    assert rules(text)["11"] == "cell; provider article; recipient cell"


def test_a_pairing_and_a_title_tell_by_which_word_they_are_ones() -> None:
    found = extract_records([read_text(PAIRED + "衢江区与平武县签订《劳务协作协议》。\n")]).actions
    told = {a.kind: (a.rule.partition(";")[0], a.trigger) for a in found}
    assert told == {"pairing": ("pairing", "对口帮扶"), "agreement": ("title", "协议")}


def test_a_statement_without_a_word_of_the_lexicon_tells_the_unit_or_the_characters_that_spoke_for_it() -> None:
    (action,) = [a for a in extract_records([read_text(PAIRED + "明确“3年一亿”的规模。\n")]).actions if a.measures]
    assert action.trigger
    assert action.trigger in "3年一亿元”的规模"
