"""The SPARQL store of a build: writing it, asking it, and the questions that have a name."""

from kg.store.answers import format_answer
from kg.store.ask import Answer, ask
from kg.store.questions import Question, bound_query, find_question, format_questions, questions
from kg.store.request import ask_request
from kg.store.store import open_store, write_store

__all__ = [
    "Answer",
    "Question",
    "ask",
    "ask_request",
    "bound_query",
    "find_question",
    "format_answer",
    "format_questions",
    "open_store",
    "questions",
    "write_store",
]
