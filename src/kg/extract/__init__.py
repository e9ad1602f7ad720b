"""Bulletin -> mentions and actions, as a spaCy pipeline with one component per module."""
