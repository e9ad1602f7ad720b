"""What the tests of the reader ask of a text: its lines with their kinds, its reports, its sections."""

from kg.model import BlockKind, Section
from kg.read import read_text


def kinds(text: str) -> list[tuple[str, str]]:
    """Each line of a text with what it is."""
    bulletin = read_text(text)
    return [(block.kind.value, bulletin.text[block.start : block.end]) for block in bulletin.blocks]


def lines_of(text: str, *wanted: BlockKind) -> list[str]:
    """The lines of a text that are of these kinds."""
    return [line for kind, line in kinds(text) if kind in wanted]


def articles(text: str) -> list[tuple[str, str]]:
    """The title of each report of a text, with the characters that it spans."""
    bulletin = read_text(text)
    return [(article.title, bulletin.text[article.start : article.end]) for article in bulletin.articles]


def outline(text: str) -> list[str]:
    """The sections of all reports of a text: indented by depth, label and heading."""
    return [f"{'  ' * (s.depth - 1)}{s.label}{s.heading}" for article in read_text(text).articles for s in article.sections]


def section(text: str, label: str) -> tuple[Section, str]:
    """The section of this label, and the characters that it spans."""
    bulletin = read_text(text)
    (found,) = [s for article in bulletin.articles for s in article.sections if s.label == label]
    return found, bulletin.text[found.start : found.end]
