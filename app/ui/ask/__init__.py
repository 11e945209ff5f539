"""Asking for takes: the wishes, what they are asked of, and the presenter that generates."""

from app.ui.ask.generation import Generation
from app.ui.ask.panel import AskPanel
from app.ui.ask.subject import Subject, subject_of
from app.ui.ask.wishes import Wishes

__all__ = ["AskPanel", "Generation", "Subject", "Wishes", "subject_of"]
