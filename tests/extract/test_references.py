"""What is promised of words that point to a place or body without naming it."""

from kg.extract.pipeline import read_statements
from kg.read import read_text


def pointed(text: str) -> dict[str, list[str]]:
    reading = read_statements(read_text(text))
    return {text[r.start : r.end]: [reading.entities[n].name for n in r.entities] for r in reading.references}


def test_we_are_the_place_whose_bulletin_it_is_and_not_the_one_beside_it() -> None:
    text = "龙川县情快报\n\n自2013年12月宝安区对口帮扶我县以来，园区已累计到位帮扶资金4.5亿元。"
    assert pointed(text) == {"我县": ["龙川县"]}


def test_that_place_is_the_one_named_last() -> None:
    text = "金牛区拟出资860万元，在洛须镇建温室蔬菜大棚60座。去年在该镇试建12座大棚。"
    assert pointed(text) == {"该镇": ["洛须镇"]}


def test_a_counted_level_stands_for_the_list_of_as_many() -> None:
    text = "三峡集团帮扶奉节县、巫山县和巫溪县。集团采购三县农产品4380余万元。"
    assert pointed(text)["三县"] == ["奉节县", "巫山县", "巫溪县"]


def test_both_places_are_left_to_the_article_where_no_list_names_them() -> None:
    assert pointed("浙江省衢州市衢江区帮扶绵阳市平武县以来,两地党委政府认真落实。") == {}


def test_a_word_that_points_is_a_mention_and_no_name() -> None:
    text = "龙川县情快报\n\n宝安区对口帮扶我县，投入4.5亿元。"
    from kg.extract.pipeline import extract_records

    (county,) = [e for e in extract_records([read_text(text)]).entities if e.name == "龙川县"]
    assert "我县" in {m.quote for m in county.mentions}
    assert "我县" not in county.aliases


def test_a_letter_addresses_the_one_to_whom_it_goes() -> None:
    text = "感谢信\n\n华中农业大学：\n2012年贵校定点帮扶建始以来，中国地质大学、武汉大学也多次来到建始县。"
    assert pointed(text)["贵校"] == ["华中农业大学"]


def test_the_only_school_of_a_text_is_the_school() -> None:
    text = "华中农业大学在湖北省建始县扎了根。2012年底，学校与建始县结为定点扶贫对子。"
    assert pointed(text)["学校"] == ["华中农业大学"]
