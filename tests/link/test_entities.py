"""Entities carry their mentions, and ids that depend on nothing but the text."""

from kg.link.entities import ancestors, entities
from mentions import read

TEXT = "衢江区选派医疗骨干赴平武县人民医院。平武县出台政策，签订《东西部扶贫协作框架协议》，实施“再生资源回收加工利用”项目。"


def test_every_mention_stands_where_it_says() -> None:
    found = entities(read(TEXT))
    assert {e.name for e in found} >= {"衢江区", "平武县", "平武县人民医院"}
    assert all(TEXT[q.start : q.end] == q.quote for e in found for q in e.mentions)


def test_what_two_rules_find_at_one_place_is_mentioned_there_once() -> None:
    (project,) = (e for e in entities(read("实施“回归工程”项目。")) if e.name == "回归工程")
    assert [(q.start, q.end) for q in project.mentions] == [(3, 7)]


def test_entities_are_sorted_and_the_same_in_every_reading() -> None:
    first, second = entities(read(TEXT)), entities(read(TEXT))
    assert first == second
    assert [e.id for e in first] == sorted(e.id for e in first)


def test_mentions_come_in_the_order_of_the_text_and_say_what_is_nested() -> None:
    reading = read(TEXT)
    assert [m.start for m in reading.mentions] == sorted(m.start for m in reading.mentions)
    nested = {TEXT[m.start : m.end] for m in reading.mentions if m.nested}
    assert nested == {"平武县"}


def test_a_made_village_lies_in_all_that_its_parent_lies_in() -> None:
    reading = read("四川省凉山州普格县螺髻山镇德育村")
    village = next(e for e in entities(reading) if e.name == "德育村")
    assert [reading.entities[place].name for place in ancestors(village.id, reading)] == ["螺髻山镇", "普格县", "凉山彝族自治州", "四川省"]
