"""Which of the places that share a name is meant."""

from kg.link.choice import Context, narrow
from kg.link.gazetteer import gazetteer


def code(name: str, context: Context, chain: str = "") -> str | None:
    places = narrow(gazetteer().full[name], context, gazetteer(), chain)
    return places[0].code if len(places) == 1 else None


def test_the_place_named_right_before_decides() -> None:
    assert code("白云区", Context(2020), chain="place-440100") == "440111"
    assert code("白云区", Context(2020), chain="place-520100") == "520113"


def test_the_article_outranks_the_bulletin_and_the_bulletin_the_publisher() -> None:
    guangzhou, guiyang = {"place-440100"}, {"place-520100"}
    assert code("白云区", Context(2020, article=guangzhou, bulletin=guiyang)) == "440111"
    assert code("白云区", Context(2020, bulletin=guiyang, publisher=guangzhou)) == "520113"
    assert code("白云区", Context(2020, publisher=guangzhou)) == "440111"


def test_what_the_context_does_not_tell_is_not_guessed() -> None:
    assert code("白云区", Context(2020)) is None
    assert code("白云区", Context(2020, article={"place-440100", "place-520100"})) is None


def test_a_name_means_the_place_that_bore_it_in_the_year() -> None:
    assert code("简阳市", Context(2012)) == "512081"
    assert code("简阳市", Context(2018)) == "510185"
