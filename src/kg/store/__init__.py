"""The SPARQL store of a build: writing it, asking it, and the questions that have a name."""

from kg.store.answers import form_of, format_answer, nothing_of, write_answer
from kg.store.ask import Answer, ask
from kg.store.deadline import deadline
from kg.store.questions import KEYWORD, Question, bound_query, bound_terms, find_question, format_questions, questions
from kg.store.request import Build, ask_named, ask_question, ask_request
from kg.store.store import open_store, write_store
from kg.store.tabular import ask_tables

__all__ = [
    "KEYWORD",
    "Answer",
    "Build",
    "Question",
    "ask",
    "ask_named",
    "ask_question",
    "ask_request",
    "ask_tables",
    "bound_query",
    "bound_terms",
    "deadline",
    "find_question",
    "form_of",
    "format_answer",
    "format_questions",
    "nothing_of",
    "open_store",
    "questions",
    "write_answer",
    "write_store",
]
