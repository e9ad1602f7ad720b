"""The SPARQL store of a build: writing it, asking it, and the questions that have a name."""

from kg.store.answers import format_answer
from kg.store.ask import Answer, ask
from kg.store.questions import Question, bind, questions
from kg.store.store import open_store, write_store
from kg.store.words import ask_words, format_questions

__all__ = ["Answer", "Question", "ask", "ask_words", "bind", "format_answer", "format_questions", "open_store", "questions", "write_store"]
