"""Clean text has what is written and nothing else, and each character knows where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.clean import clean


@pytest.mark.parametrize(
    ("found", "cleaned"),
    [
        ("&ldquo;万企兴万村&rdquo;&nbsp;行动", "“万企兴万村” 行动"),
        ("&amp;nbsp;&amp;gt;", " >"),
        ("&#19975;&#x4E07;", "万万"),
        ("A&B 帮扶&c", "A&B 帮扶&c"),
        ("２４．４亿元，１２０家", "24.4亿元，120家"),
        ("１．2016年", "1．2016年"),
        ("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("\ufeff平\u200b武\u00ad县\x00", "平武县"),
        ("平武\u00a0县", "平武 县"),
        ("旺（wàng）苍县", "旺苍县"),
        ("资金，，到位。。", "资金，到位。"),
        ("對口支援平武縣，資金３６００萬元", "对口支援平武县，资金3600万元"),
        ("\uf98a平武县", "力平武县"),
        ("对(duì)口帮扶", "对口帮扶"),
        ("旺苍（wàng cāng）县", "旺苍县"),
        ("旺（Wànɡ）苍县", "旺苍县"),
        ("旺(wa\u0300ng)苍县", "旺苍县"),
        ("旺（w&agrave;ng）苍县", "旺苍县"),
        ("中国建设银行（CCB）", "中国建设银行（CCB）"),
        ("协作（一期）", "协作（一期）"),
        ("资金，\u200b，到位", "资金，到位"),
        ("资金到位，。", "资金到位。"),
        ("资金到位，，。", "资金到位。"),
        ("资金到位。，。", "资金到位。"),
        ("《规划》；；《办法》、、", "《规划》；《办法》、"),
        ("&#38;#19975;", "万"),
        ("３，６００．５万元", "3,600.5万元"),
        ("资金12，345，678元", "资金12,345,678元"),
        ("2018年，600人", "2018年，600人"),
        ("2018，600人", "2018，600人"),
        ("第3，60名", "第3，60名"),
        ("ＢＴＯ项目３５％", "BTO项目35%"),
    ],
)
def test_what_is_no_writing_goes_and_the_rest_stays(found: str, cleaned: str) -> None:
    assert clean(found).text == cleaned


@pytest.mark.parametrize(
    ("found", "cleaned"),
    [
        ("乾隆年間，氣候乾燥，幹部乾淨", "乾隆年间，气候干燥，干部干净"),
        ("頭髮與發展，皇后與後來", "头发与发展，皇后与后来"),
        ("麵粉與方面，衝突與沖洗", "面粉与方面，冲突与冲洗"),
        ("瞭解情況，徵收與象徵", "了解情况，征收与象征"),
    ],
)
def test_traditional_characters_are_simplified_by_the_phrase(found: str, cleaned: str) -> None:
    assert clean(found).text == cleaned


def test_a_traditional_paragraph_in_a_simplified_text_is_simplified() -> None:
    letter = "香港各界對口支援甘孜州石渠縣，捐贈資金三百萬元，用於援建學校。"
    text = "浙江省衢州市衢江区对口帮扶绵阳市平武县,投入资金。\n" * 20 + letter
    assert clean(text).text.split("\n")[-1] == "香港各界对口支援甘孜州石渠县，捐赠资金三百万元，用于援建学校。"


def test_a_character_that_both_scripts_have_stays_in_a_simplified_text() -> None:
    text = "江苏省扬州市对口帮扶陕西省咸阳市乾县，投入资金三百万元。"
    assert clean(text).text == text


def test_a_simplified_text_with_a_traditional_button_stays_as_it_is() -> None:
    text = "繁體版\n" + "浙江省衢州市衢江区对口帮扶绵阳市平武县,投入资金。" * 3
    assert clean(text).text == text


def test_each_character_leads_back_to_where_it_stood() -> None:
    found = "&ldquo;平武&rdquo;\r\n１２０\u200b家"
    result = clean(found)
    assert [found[at] for at in list(result.offsets)[:-1]] == list("&平武&\r１２０家")
    assert result.offsets[-1] == len(found)


@given(st.text(st.sampled_from("平武縣帮１２．。，,\r\n\u200b\u00a0&;amp#nbsp<（wàng）"), max_size=40))
def test_cleaning_twice_is_cleaning_once_and_offsets_only_grow(text: str) -> None:
    once = clean(text)
    assert clean(once.text).text == once.text
    assert len(once.offsets) == len(once.text) + 1
    assert list(once.offsets) == sorted(once.offsets)
